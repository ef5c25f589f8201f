/**
 * Films as WebM or MP4: frames through the browser's own encoder (WebCodecs), into a file by mediabunny. It refuses where the
 * browser has no encoder for the format; what it packs is not exact, as video never is.
 */
import {
  BufferTarget,
  Mp4OutputFormat,
  Output,
  Quality,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import { FailureError } from '../protocol/failure.ts';
import { VIDEO_CODECS, type VideoCodecChoice, type VideoFormat } from '../protocol/videoCodecs.ts';
import { type FilmFacts, type FilmFile, filmNote, filmTitle } from './filmFile.ts';
import type { Pixels } from './readPng.ts';

/** Bits a pixel and frame: what noise-like pictures of scans need to stay sharp. */
const BITS_A_PIXEL = 0.6;
/** Small films would otherwise be starved by what each frame costs anyway. */
const LEAST_BITRATE = 500_000;
const RGBX = 4;
const OPAQUE = 255;

/** Rejects with a FailureError 'bad-config' where this browser cannot encode the format. width and height are even. */
export async function videoFile(format: VideoFormat, facts: FilmFacts): Promise<FilmFile> {
  const { width, height, framesPerSecond } = facts;
  const bitrate = Math.max(LEAST_BITRATE, Math.round(BITS_A_PIXEL * width * height * framesPerSecond));
  const choice = await codecFor(format, { width, height, framerate: framesPerSecond, bitrate });
  const target = new BufferTarget();
  const output = new Output({ format: format === 'mp4' ? new Mp4OutputFormat() : new WebMOutputFormat(), target });
  const source = new VideoSampleSource({
    codec: choice.name,
    fullCodecString: choice.codec,
    quality: new Quality({ bitrate }),
  });
  output.addVideoTrack(source, { frameRate: framesPerSecond });
  output.setMetadataTags({ title: filmTitle(facts), comment: filmNote(facts) });
  await output.start();
  let frames = 0;
  return {
    async add(frame) {
      const sample = new VideoSample(rgbx(frame), {
        ...{ format: 'RGBX', codedWidth: width, codedHeight: height },
        ...{ timestamp: frames / framesPerSecond, duration: 1 / framesPerSecond },
      });
      try {
        await source.add(sample);
      } finally {
        sample.close();
      }
      frames += 1;
    },
    async finish() {
      await output.finalize();
      if (!target.buffer) throw new Error('The video was packed and yet is not there.');
      return new Blob([target.buffer], { type: `video/${format}` });
    },
  };
}

async function codecFor(format: VideoFormat, config: Omit<VideoEncoderConfig, 'codec'>): Promise<VideoCodecChoice> {
  if (typeof VideoEncoder !== 'undefined')
    for (const choice of VIDEO_CODECS[format]) {
      const { supported } = await VideoEncoder.isConfigSupported({ ...config, codec: choice.codec });
      if (supported) return choice;
    }
  throw new FailureError(
    'bad-config',
    `This browser cannot encode ${format === 'mp4' ? 'MP4' : 'WebM'} of ${config.width} × ${config.height}: choose another format or size.`,
  );
}

function rgbx({ data, channels }: Pixels): Uint8Array<ArrayBuffer> {
  const pixels = data.length / channels;
  const bytes = new Uint8Array(pixels * RGBX).fill(OPAQUE);
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let c = 0; c < RGBX - 1; c++)
      bytes[pixel * RGBX + c] = data[pixel * channels + (channels === 1 ? 0 : c)] as number;
  return bytes;
}
