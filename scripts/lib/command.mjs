// @ts-check
/**
 * What every command line of Gyrus shares: the project's root, child processes, and failures told as one sentence.
 * Built-ins alone, because it runs before anything is installed. It refuses to hide an unexpected error's stack.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** The checkout's folder, with a trailing slash. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Exit status of a command that was told to stop by Ctrl+C, as shells count it. */
export const INTERRUPTED = 130;

/** An error whose message is a sentence for the person at the keyboard: what happened and what to do now. */
export class PlainError extends Error {}

/**
 * Runs a command line's body; a PlainError ends it with its sentence, anything else with its stack. Both exit with 1.
 * @param {() => Promise<number | undefined>} body resolves to the exit status, undefined for 0
 */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    console.error(error instanceof PlainError ? error.message : error);
    process.exitCode = 1;
  }
}

/**
 * Reads the command line; an option it does not know is a sentence that ends with how the command is used.
 * @template {import('node:util').ParseArgsConfig} T
 * @param {T} config
 * @param {string} usage
 * @returns {ReturnType<typeof parseArgs<T>>}
 */
export function readOptions(config, usage) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new PlainError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/**
 * Runs a program in the project's root with this terminal's input and output.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] in place of this process's own
 * @returns {Promise<number>} its exit status; 1 if a signal ended it
 */
export function run(program, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, env, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program in the project's root and keeps what it prints to standard output; its errors go to this terminal.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runQuietly(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * How to call npm: the one that runs this script, else the one on the path.
 * @param {readonly string[]} args
 * @returns {[program: string, args: string[]]}
 */
export function npm(args) {
  const running = process.env.npm_execpath;
  if (running?.endsWith('npm-cli.js')) return [process.execPath, [running, ...args]];
  // Windows has npm as a batch file, which only a shell can start.
  return process.platform === 'win32' ? ['cmd.exe', ['/c', 'npm', ...args]] : ['npm', [...args]];
}
