/** Which videos this browser can encode, asked of the browser itself. It encodes nothing. */
import { useEffect, useState } from 'react';
import { VIDEO_CODECS, type VideoFormat } from '../../protocol/videoCodecs.ts';

/** undefined until the browser has answered. */
export type VideoSupport = Readonly<Record<VideoFormat, boolean | undefined>>;

const UNKNOWN: VideoSupport = { webm: undefined, mp4: undefined };

async function canEncode(format: VideoFormat, width: number, height: number): Promise<boolean> {
  if (typeof VideoEncoder === 'undefined') return false;
  for (const { codec } of VIDEO_CODECS[format]) {
    const { supported } = await VideoEncoder.isConfigSupported({ codec, width, height });
    if (supported) return true;
  }
  return false;
}

/** For frames of this size, in pixels. */
export function useVideoSupport(width: number, height: number): VideoSupport {
  const [support, setSupport] = useState(UNKNOWN);
  // Codecs take even sides alone.
  const [wide, high] = [width + (width % 2), height + (height % 2)];
  useEffect(() => {
    let wanted = true;
    const answer = (format: VideoFormat) => (can: boolean) => {
      if (wanted) setSupport((before) => ({ ...before, [format]: can }));
    };
    // A browser that throws at the question cannot encode either.
    for (const format of ['webm', 'mp4'] as const)
      canEncode(format, wide, high).then(answer(format), () => answer(format)(false));
    return () => {
      wanted = false;
    };
  }, [wide, high]);
  return support;
}

/** Why a format cannot be had here. */
export function supportProblem(format: string, support: VideoSupport): string | undefined {
  if (format === 'webm' && support.webm === false) return 'This browser cannot encode WebM of this size.';
  if (format === 'mp4' && support.mp4 === false) return 'This browser cannot encode MP4 of this size.';
  return undefined;
}
