/** `npm run plan -- acme GROWTH`: the operator's command that puts a company on a plan (spec L1). */
import { type Plan, plans } from '../../src/lib/customer/plan-limit.ts';
import { Refusal, runProgram } from '../refusal.ts';
import { changePlan, planChangeSentence } from './change-plan.ts';
import { withDatabase } from './with-database.ts';

await runProgram(async () => {
	const [slug, planName, ...rest] = process.argv.slice(2);
	const names = Object.keys(plans).join(', ');
	if (!slug || !planName || rest.length > 0) {
		throw new Refusal(
			`Usage: npm run plan -- <company> <plan>, with the company's slug and one of ${names}.`
		);
	}
	const plan = planName.toUpperCase();
	if (!isPlan(plan)) throw new Refusal(`There is no plan "${planName}". Plans: ${names}.`);

	const change = await withDatabase((client) => changePlan(client, slug, plan));
	console.log(planChangeSentence(change));
});
process.exit();

function isPlan(name: string): name is Plan {
	return Object.hasOwn(plans, name);
}
