import { initTRPC } from '@trpc/server';
import { mayImport } from '../auth/staff-member.ts';
import { isUnreachable } from '../error-facts.ts';
import { AppError, toAppError } from './app-error.ts';
import { requireScope } from './call-scopes.ts';
import type { Context } from './context.ts';

const t = initTRPC.context<Context>().create({
	// tRPC would send stack traces wherever NODE_ENV is not "production".
	isDev: false,
	errorFormatter({ shape, error, ctx }) {
		const { message, appCode, problem } = toAppError(error);
		const { code, httpStatus } = shape.data;
		return {
			code: shape.code,
			message,
			data: { code, httpStatus, appCode, problem, reference: ctx?.requestId ?? null }
		};
	}
});

export const { router, createCallerFactory } = t;

/** Turns an unreachable database into its own answer, so that a program knows to try again. */
const procedure = t.procedure.use(async ({ next }) => {
	const result = await next();
	if (!result.ok && isUnreachable(result.error)) throw new AppError('UNAVAILABLE');
	return result;
});

/** For staff of any role, signed in or by a token; others get 401. */
const staffProcedure = procedure.use(({ ctx, next }) => {
	if (ctx.staff === null) throw new AppError('SIGNED_OUT');
	return next({ ctx: { ...ctx, staff: ctx.staff } });
});

/** For staff who may import (spec U1), and for tokens of such that have a scope for it; others get 403. */
export const importerProcedure = staffProcedure.use(({ ctx, path, next }) => {
	if (!mayImport(ctx.staff.role)) throw new AppError('NOT_ALLOWED');
	if (ctx.staff.token !== null) requireScope(path, ctx.staff.token);
	return next();
});
