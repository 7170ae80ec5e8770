import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import { type ListedToken, type TokenState, tokenScopes } from '../../../src/lib/import/api-token.ts';
import TokenTable from '../../../src/lib/components/settings/tokens/TokenTable.svelte';
import { axeViolations } from '../../support/axe-violations.ts';

const now = new Date('2026-11-22T14:03:00Z');

function token(name: string, state: TokenState): ListedToken {
	return {
		id: `0193d1f0-0000-4000-8000-${name.padEnd(12, '0')}`,
		name,
		scopes: ['customers:read', 'imports:apply'],
		hint: 'x9-_',
		by: 'Jo Diaz',
		createdAt: new Date('2026-11-01T08:00:00Z'),
		expiresAt: new Date('2027-01-30T08:00:00Z'),
		lastUsedAt: state === 'live' ? new Date('2026-11-22T12:00:00Z') : null,
		state
	};
}

const tokens = [
	token('aa', 'live'),
	token('bb', 'suspended'),
	token('cc', 'expired'),
	token('dd', 'revoked')
];

test('a token is told with all that is known of it, and what it is good for', async () => {
	const screen = await render(TokenTable, { tokens, now });
	const live = screen.getByRole('row', { name: /^aa/ });
	for (const text of ['x9-_', 'customers:read', 'imports:apply', 'Jo Diaz', '2 hours ago', 'Live'])
		await expect.element(live).toHaveTextContent(text);
	const suspended = screen.getByRole('row', { name: /^bb/ });
	await expect.element(suspended).toHaveTextContent('Jo Diaz is no owner or admin any more');
	await expect.element(suspended).toHaveTextContent('never');
	expect(await axeViolations(screen.container)).toEqual([]);
});

test('what can still be used can be revoked, and nothing else', async () => {
	const screen = await render(TokenTable, { tokens, now });
	const names = screen.getByRole('button', { name: /^Revoke/ }).elements();
	expect(names.map((button) => button.textContent.replaceAll(/\s+/g, ' '))).toEqual([
		'Revoke aa',
		'Revoke bb'
	]);
});

test('revoking asks first, with the token by its name, and the answer that changes nothing has the focus', async () => {
	const screen = await render(TokenTable, { tokens, now });
	await screen.getByRole('button', { name: 'Revoke aa' }).click();
	const dialog = screen.getByRole('dialog', { name: 'Revoke “aa”?' });
	await expect.element(dialog).toBeVisible();
	await expect.element(dialog.getByRole('button', { name: 'Keep it' })).toHaveFocus();
	await dialog.getByRole('button', { name: 'Keep it' }).click();
	await expect.element(dialog).not.toBeInTheDocument();
});

test('on a narrow screen each token is a card that fits', async () => {
	const long = { ...token('ee', 'live'), name: 'x'.repeat(100), scopes: [...tokenScopes] };
	const screen = await render(TokenTable, { tokens: [long], now });
	screen.container.style.width = '288px';
	await expect.element(screen.getByRole('button', { name: /^Revoke/ })).toBeVisible();
	expect(screen.container.scrollWidth).toBeLessThanOrEqual(288);
});
