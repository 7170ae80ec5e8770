import { type Struct, integer, max, min, object, optional, refine, size, string } from 'superstruct';
import { isStorable } from '../../customer/text.ts';
import { maxColumns } from '../../import/limits.ts';
import { type MappingToRemember, maxRememberedHeader } from '../../import/columns/remember-mapping.ts';
import { sha256Struct } from './common-structs.ts';

const column = optional(
	object({
		header: refine(size(string(), 0, maxRememberedHeader), 'storable text', isStorable),
		nth: max(min(integer(), 0), maxColumns)
	})
);

/** The shape of a mapping to be remembered (spec M9). Strict: only fields are in it, and only what the database can store. */
export const rememberStruct: Struct<MappingToRemember> = object({
	signature: sha256Struct,
	mapping: object({ email: column, name: column, status: column, notes: column, creditLimit: column })
});
