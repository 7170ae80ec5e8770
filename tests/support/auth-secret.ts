// The session cookies of tests are signed with this; better-auth asks for 32 characters.
process.env.AUTH_SECRET = 'a secret for tests only, 32 or longer';
