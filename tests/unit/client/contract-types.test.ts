import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { expect, test } from 'vitest';
import type { Contract, ProcedureName } from '../../../src/client/contract.ts';
import type { DistribuErrorCode, clientErrorCodes, errorCodes } from '../../../src/client/error-codes.ts';
import type { Refusal } from '../../../src/lib/server/http/refuse.ts';
import type { AppErrorCode } from '../../../src/lib/server/trpc/app-error.ts';
import type { AppRouter } from '../../../src/lib/server/trpc/app-router.ts';

// These rules are proven by the type checker, which reads tests too: a breach is a red line here.

/** Whether each is the other: what tRPC makes of a type is written in another way than the type. */
type Equal<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;

/** A router's procedures by their names on the wire. */
type Flat<Router> = {
	[
		Name in { [Part in keyof Router & string]: `${Part}.${keyof Router[Part] & string}` }[keyof Router &
			string]
	]: Name extends `${infer Part extends keyof Router & string}.${infer Rest}`
		? Router[Part][Rest & keyof Router[Part]]
		: never;
};

type Inputs = Flat<inferRouterInputs<AppRouter>>;
type Outputs = Flat<inferRouterOutputs<AppRouter>>;

function holds<Claim extends true>(claim?: Claim): void {
	expect(claim).toBeUndefined();
}

/** The procedures in which contract and server differ. */
type Differing<Side extends 'input' | 'output', Server> = {
	[Name in ProcedureName]: Name extends keyof Server
		? Equal<Contract[Name][Side], Server[Name]> extends true
			? never
			: Name
		: Name;
}[ProcedureName];

test('the contract of the client has the procedures of the server, all of them', () => {
	holds<Equal<ProcedureName, keyof Inputs>>();
});

test('the contract takes what the server takes', () => {
	holds<Equal<Differing<'input', Inputs>, never>>();
});

test('the contract answers what the server answers', () => {
	holds<Equal<Differing<'output', Outputs>, never>>();
});

test('the codes of the client are those of the server, and its own', () => {
	holds<Equal<keyof typeof errorCodes, AppErrorCode | Refusal['code']>>();
	holds<Equal<DistribuErrorCode, AppErrorCode | Refusal['code'] | keyof typeof clientErrorCodes>>();
});
