/**
 * JSON from outside. It refuses what JSON.parse lets pass: a name twice in one object (the last would silently win), names
 * to which JavaScript gives a meaning, and deep nesting. It knows nothing of what the values should be.
 */

export type StrictJson = { readonly value: unknown } | { readonly problem: string };

/** Nothing that Gyrus reads is nested deeper than three. */
const DEEPEST = 16;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const LONGEST_QUOTE = 60;
const ESCAPED = 2;

/** The value of `text`, or a clause that follows "The recipe" or "its header": "is not valid JSON". */
export function parseStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'is not valid JSON' };
  }
  const problem = problemOfNames(text);
  return problem === undefined ? { value } : { problem };
}

/** Whether an object of outside JSON may not have this name: writers check what readers would refuse. */
export function isForbiddenName(name: string): boolean {
  return FORBIDDEN.has(name);
}

/** `text` for use in a sentence: cut where somebody made it long. */
export function quoted(text: string): string {
  return text.length <= LONGEST_QUOTE ? `"${text}"` : `"${text.slice(0, LONGEST_QUOTE)}..."`;
}

/** Walks JSON that is known to be valid, so that every string's end is found and a colon can only follow a name. */
function problemOfNames(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let lastString = '';
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') {
      const end = endOfString(text, at);
      lastString = text.slice(at, end);
      at = end - 1;
    } else if (letter === '{' || letter === '[') {
      open.push(letter === '{' ? new Set() : undefined);
      if (open.length > DEEPEST) return `is nested more than ${DEEPEST} levels deep`;
    } else if (letter === '}' || letter === ']') {
      open.pop();
    } else if (letter === ':') {
      const name = String(JSON.parse(lastString));
      const names = open.at(-1);
      if (isForbiddenName(name)) return `uses the name ${quoted(name)}, which is not allowed`;
      if (names?.has(name)) return `has the name ${quoted(name)} twice in one place`;
      names?.add(name);
    }
  }
  return undefined;
}

/** Behind the closing quote of the string that opens at `at`. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? ESCAPED : 1;
  return end + 1;
}
