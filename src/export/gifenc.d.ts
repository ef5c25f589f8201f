/** What we use of gifenc 1.0.3, which brings no types. */
declare module 'gifenc' {
  type Palette = number[][];
  interface GifStream {
    writeByte(byte: number): void;
    writeBytes(bytes: ArrayLike<number>): void;
  }
  interface FrameOptions {
    /** Of the whole file in the first frame, of the frame alone in the others. */
    palette?: Palette;
    /** Milliseconds, rounded to hundredths of a second. */
    delay?: number;
    /** 0: for ever. */
    repeat?: number;
  }
  export function GIFEncoder(): {
    readonly stream: GifStream;
    writeFrame(index: Uint8Array, width: number, height: number, options?: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  };
  export function quantize(rgba: Uint8ClampedArray | Uint8Array, colours: number): Palette;
  export function applyPalette(rgba: Uint8ClampedArray | Uint8Array, palette: Palette): Uint8Array;
}
