import { describe, expect, it } from 'vitest';
import { addressFor } from '../../../src/lib/server/database-address.ts';

function optionsOf(address: string): string {
	return new URLSearchParams(address.split('?')[1]).get('options') ?? '';
}

describe('the address of a database', () => {
	it('makes every session UTC, and keeps options and parameters that it has', () => {
		const address = addressFor('postgresql://u:p@h/d?sslmode=verify-full&options=-c%20jit%3Doff', 'owner');
		expect(address).toMatch(/^postgresql:\/\/u:p@h\/d\?/);
		expect(address).toContain('sslmode=verify-full');
		expect(optionsOf(address)).toBe('-c jit=off -c TimeZone=UTC');
	});

	it('U2, E07: makes the application work as its own role, with an end to statements, locks and pauses', () => {
		const options = optionsOf(addressFor('postgresql://u@h/d', 'application'));
		expect(options).toContain('-c role=distribu_app');
		expect(options).toMatch(
			/-c statement_timeout=\d{4,5} -c lock_timeout=\d{4,5} -c idle_in_transaction_session_timeout=\d{4,5}$/
		);
	});

	it('leaves the owner, who may have more to do, without either', () => {
		expect(optionsOf(addressFor('postgresql://u@h/d', 'owner'))).toBe('-c TimeZone=UTC');
	});
});
