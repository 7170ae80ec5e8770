import { expect, it } from 'vitest';
import { requestedRole } from '../../../prisma/embedded/requested-role.ts';

/** A startup packet as clients send it (PostgreSQL's protocol, version 3.0). */
function startup(parameters: Record<string, string>): Uint8Array {
	const body = Buffer.from(`${Object.entries(parameters).flat().join('\0')}\0\0`);
	const head = Buffer.alloc(8);
	head.writeInt32BE(8 + body.length, 0);
	head.writeInt32BE(196608, 4);
	return Buffer.concat([head, body]);
}

it.each([
	['-c role=distribu_app', 'distribu_app'],
	['-c TimeZone=UTC -c role=distribu_app -c lock_timeout=5', 'distribu_app'],
	['-crole=distribu_app', 'distribu_app'],
	['-c TimeZone=UTC', null],
	['-c my.role=distribu_app', null],
	['-c role="; RESET ROLE', null],
	['-c role=a"b', null],
	['', null]
])('reads the role in the options %s', (options, role) => {
	expect(requestedRole(startup({ user: 'postgres', options }))).toBe(role);
});

it('finds none where there are no options, or where another value looks like them', () => {
	expect(requestedRole(startup({ user: 'postgres' }))).toBeNull();
	expect(requestedRole(startup({ user: 'options', database: '-c role=distribu_app' }))).toBeNull();
});
