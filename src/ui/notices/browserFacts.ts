/**
 * Which browsers offer WebGPU, and what to do where it is missing. Checked against the GPU for the Web working group's
 * implementation status and MDN's browser data, April 2026.
 */

export type Platform = 'windows' | 'macos' | 'linux' | 'mobile';

export interface BrowserAdvice {
  readonly platform: Platform;
  readonly name: string;
  readonly use: string;
  readonly ifMissing: string;
  /** A command or address to type, drawn as code. */
  readonly type?: string;
}

export const BROWSER_ADVICE: readonly BrowserAdvice[] = [
  {
    platform: 'windows',
    name: 'Windows',
    use: 'Chrome or Edge 113 or later, Firefox 141 or later',
    ifMissing:
      'In the browser\'s settings under System, turn on graphics acceleration, then restart it. On ARM: turn on "Unsafe WebGPU Support" at',
    type: 'chrome://flags/#enable-unsafe-webgpu',
  },
  {
    platform: 'macos',
    name: 'macOS',
    use: 'Chrome or Edge 113 or later; Safari 26 on macOS 26; Firefox 145 or later on Apple silicon with macOS 26',
    ifMissing: 'Update macOS and the browser.',
  },
  {
    platform: 'linux',
    name: 'Linux',
    use: 'Chrome 144 or later with an Intel GPU (12th generation or later), 147 or later with NVIDIA (driver 535 or later)',
    ifMissing: 'Other GPUs: update the Vulkan driver and start Chrome or Chromium with',
    type: '--enable-unsafe-webgpu --ozone-platform=x11 --use-angle=vulkan --enable-features=Vulkan,VulkanFromANGLE',
  },
  {
    platform: 'mobile',
    name: 'Phone, tablet',
    use: 'Chrome 121 or later on Android 12, Safari on iOS or iPadOS 26',
    ifMissing: 'Use a computer: training asks much of a small GPU.',
  },
];

/** The platform that a user agent string names, as far as it does. */
export function platformOf(userAgent: string): Platform | undefined {
  if (/Android|iPhone|iPad/.test(userAgent)) return 'mobile';
  if (/Windows/.test(userAgent)) return 'windows';
  if (/Mac OS X|Macintosh/.test(userAgent)) return 'macos';
  if (/Linux|X11|CrOS/.test(userAgent)) return 'linux';
  return undefined;
}
