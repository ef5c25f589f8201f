/**
 * What a weights zip says of copies, read back from its copies.json: verdict, words and reason. The distributions stay in the
 * file. It believes nothing that is not checked, and refuses a damaged file, for without it a finding would be lost.
 */
import * as v from 'valibot';
import { type CopyRecord, LONGEST_REASON } from '../protocol/judging.ts';
import { COPIES_FORMAT } from './copyRecord.ts';
import { zipJson, zipJsonRefused } from './zipJson.ts';

const FILE = 'copies.json';
/** Ours have some 400 characters. */
const LONGEST_SENTENCE = 4000;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const statement = v.object({
  format: v.literal(COPIES_FORMAT),
  verdict: v.picklist(['copies', 'closer', 'none', 'unknown']),
  sentence: v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_SENTENCE)),
  exportedAllTheSame: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_REASON))),
  nimg: count,
  resolution: count,
  pictures: count,
});

/** file: the zip's name, whose pictures these are from now on. Throws FailureError 'bad-weights'. */
export function readCopies(text: string, file: string): CopyRecord {
  const parsed = v.safeParse(statement, zipJson(FILE, text));
  if (!parsed.success) throw refused(`it lacks the format "${COPIES_FORMAT}", or a field of it is wrong`);
  const { format: _, exportedAllTheSame: reason, ...said } = parsed.output;
  return { check: { subject: { file }, ...said, spaces: [] }, ...(reason === undefined ? {} : { reason }) };
}

const refused = (reason: string) => zipJsonRefused(FILE, reason);
