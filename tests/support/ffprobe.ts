/** What ffprobe and ffmpeg, which we did not write, find in a film file. They are used where they are installed. */
import { spawnSync } from 'node:child_process';

export interface Probed {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Frames that were decoded, not what a header promises. */
  readonly frames: number;
  /** Seconds, as the packets say, or the file where they do not. */
  readonly duration: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A film's frames are a few megabytes; Node's own limit is one. */
const MOST_OUTPUT = 2 ** 28;

export const hasFfprobe = spawnSync('ffprobe', ['-version']).status === 0;

/** Throws where ffprobe cannot read the file or warns about it. */
export function probed(path: string): Probed {
  const entries = 'stream=codec_name,width,height,nb_read_frames:packet=duration_time:format=duration:format_tags';
  const asked = ['-v', 'warning', '-count_frames', '-show_entries', entries, '-of', 'json', path];
  const { stdout, stderr, status } = spawnSync('ffprobe', asked, { encoding: 'utf8', maxBuffer: MOST_OUTPUT });
  if (status !== 0 || stderr.trim() !== '') throw new Error(`ffprobe says of ${path}: ${stderr}`);
  const found = JSON.parse(stdout);
  const [{ codec_name: codec, width, height, nb_read_frames: frames }] = found.streams;
  const durations: number[] = found.packets.map((packet: { duration_time: string }) => Number(packet.duration_time));
  const told = durations.reduce((sum, one) => sum + one, 0);
  const duration = Number.isNaN(told) ? Number(found.format.duration) : told;
  return { codec, width, height, frames: Number(frames), duration, tags: found.format?.tags ?? {} };
}

/** Grey values of every frame, [frames, height, width], as ffmpeg decodes them. */
export function greyFrames(path: string): Uint8Array {
  const asked = ['-v', 'error', '-i', path, '-vsync', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'gray', '-'];
  const { stdout, stderr, status } = spawnSync('ffmpeg', asked, { maxBuffer: MOST_OUTPUT });
  if (status !== 0) throw new Error(`ffmpeg says of ${path}: ${stderr}`);
  return stdout;
}
