/**
 * What a new worker has to be told so that it goes on where a lost one was: settings, the data set, the run. It refuses to
 * remember requests: whoever asked is told that no answer comes.
 */
import type { Command } from '../protocol/commands.ts';
import type { RunState, TrainerEvent } from '../protocol/events.ts';

export interface Remembered {
  sent(command: Command): void;
  hear(event: TrainerEvent): void;
  /** The run last asked for. */
  runId(): string | undefined;
  /** In order. */
  afterRestart(): Command[];
}

/** Commands of which the newest counts. */
const SETTINGS = ['engine/throttle', 'runs/saving', 'evaluation/schedule', 'health/automatic'] as const;
const UNDER_WAY: readonly RunState[] = ['loading', 'training', 'paused'];

export function createRemembered(): Remembered {
  const settings = new Map<string, Command>();
  let data: Command[] = [];
  let run: { readonly runId: string; readonly anyData?: boolean } | undefined;
  let wasUnderWay = false;
  let wasPaused = false;
  return {
    sent(command) {
      if (SETTINGS.some((type) => type === command.type)) settings.set(command.type, command);
      if (command.type === 'dataset/open' || command.type === 'dataset/phantom') data = [command];
      if (command.type === 'dataset/configure') data = [...data.slice(0, 1), command];
      if (command.type === 'run/start' || command.type === 'runs/resume') {
        run = command;
        wasUnderWay = false;
      }
    },
    hear(event) {
      // A run that goes on brings its own.
      if (event.type === 'health/automatic') settings.set(event.type, event);
      if (event.type !== 'run/state') return;
      wasUnderWay = UNDER_WAY.includes(event.state);
      wasPaused = event.state === 'paused';
    },
    runId: () => run?.runId,
    afterRestart() {
      const { runId, anyData } = run ?? {};
      const resume: Command[] =
        runId !== undefined && wasUnderWay
          ? [{ type: 'runs/resume', runId, isRecovery: true, ...(anyData ? { anyData } : {}) }]
          : [];
      const pause: Command[] =
        resume.length > 0 && wasPaused && runId !== undefined ? [{ type: 'run/pause', runId }] : [];
      return [...settings.values(), ...data, ...resume, ...pause, { type: 'runs/list' }];
    },
  };
}
