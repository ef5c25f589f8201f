/**
 * The built page over recorded events, without an engine: a stand-in for the worker that says what it is given, and keeps
 * what the page asked. It trains nothing; what it says names itself recorded.
 */
import type { Page } from '@playwright/test';
import type { Command } from '../../src/protocol/commands.ts';
import type { TrainerEvent } from '../../src/protocol/events.ts';
import { RECORDED_RUN_ID, recordedPreparation, recordedRun } from './recordedRun.ts';

/** What a request is answered, by its type; a failure is an answer too. */
export type RecordedReplies = Readonly<Partial<Record<Command['type'], TrainerEvent>>>;

declare global {
  interface Window {
    recordedReplies?: Record<string, string>;
    recordedCommands?: { readonly type: string }[];
  }
}

/** Call before the page is opened. */
export async function withRecordedEngine(page: Page, untilKimg: number): Promise<void> {
  const [ready, ...preparation] = recordedPreparation();
  const run = recordedRun(untilKimg).filter(({ type }) => type !== 'run/progress' && type !== 'run/tick');
  const script = {
    runId: RECORDED_RUN_ID,
    start: [packed(ready as TrainerEvent)],
    prepare: preparation.map(packed),
    run: run.map(packed),
  };
  await page.addInitScript((recorded) => {
    const revive = (_: string, value: { $bytes?: string; $floats?: number[] } | null) => {
      if (value?.$bytes !== undefined) return Uint8Array.from(atob(value.$bytes), (char) => char.charCodeAt(0));
      return value?.$floats === undefined ? value : Float32Array.from(value.$floats);
    };
    let runId = recorded.runId;
    window.recordedCommands = [];
    window.recordedReplies = {};
    class RecordedWorker {
      onmessage: ((event: { data: unknown }) => void) | null = null;
      addEventListener() {}
      terminate() {}
      say(events: readonly string[], more: object = {}) {
        for (const text of events)
          setTimeout(() => {
            const event = JSON.parse(text.replaceAll(JSON.stringify(recorded.runId), JSON.stringify(runId)), revive);
            this.onmessage?.({ data: { ...event, ...more } });
          });
      }
      postMessage(command: { type: string; runId?: string; requestId?: string }) {
        window.recordedCommands?.push(command);
        if (command.type === 'engine/start') this.say(recorded.start);
        if (command.type === 'dataset/phantom') this.say(recorded.prepare);
        if (command.type === 'run/start') {
          runId = command.runId ?? runId;
          this.say(recorded.run);
        }
        const reply = window.recordedReplies?.[command.type];
        if (reply !== undefined) this.say([reply], { requestId: command.requestId });
      }
    }
    Object.assign(window, { Worker: RecordedWorker });
  }, script);
}

/** What the page's requests are answered from now on. */
export async function replyWith(page: Page, replies: RecordedReplies): Promise<void> {
  const texts = Object.fromEntries(Object.entries(replies).map(([type, event]) => [type, packed(event)]));
  await page.evaluate((now) => {
    window.recordedReplies = { ...window.recordedReplies, ...now };
  }, texts);
}

/** Commands of a type that the page has sent, oldest first. */
export function commandsOf<Type extends Command['type']>(
  page: Page,
  type: Type,
): Promise<Extract<Command, { type: Type }>[]> {
  return page.evaluate(
    (wanted) => (window.recordedCommands ?? []).filter((command) => command.type === wanted) as never,
    type,
  );
}

/** An event as text, its arrays marked. */
function packed(event: TrainerEvent): string {
  return JSON.stringify(event, (_, value: unknown) => {
    if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
    return value instanceof Float32Array ? { $floats: [...value] } : value;
  });
}
