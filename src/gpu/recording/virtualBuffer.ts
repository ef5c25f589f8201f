/**
 * Stands in for a GPUBuffer while a step is traced: it has a size and perhaps first contents, but no memory. It refuses to
 * be read back.
 */

export interface VirtualFacts {
  /** What JavaScript put into it before any kernel did. */
  contents: ArrayBuffer | undefined;
}

const known = new WeakMap<GPUBuffer, VirtualFacts>();

/** What is known of a virtual buffer; undefined for one of the device's own. */
export function virtualFacts(buffer: GPUBuffer): VirtualFacts | undefined {
  return known.get(buffer);
}

/** tfjs asks for mapped buffers where it wants to put values in. */
export function virtualBuffer(size: number, usage: GPUBufferUsageFlags, isMapped: boolean): GPUBuffer {
  const facts: VirtualFacts = { contents: undefined };
  const refuse = () => {
    throw new Error('A tensor was read back inside a step that is being recorded: read it after the step.');
  };
  // tfjs asks `instanceof GPUBuffer`, and a GPUBuffer cannot be constructed.
  const buffer = Object.create(GPUBuffer.prototype) as GPUBuffer;
  const own = {
    size,
    usage,
    mapState: isMapped ? 'mapped' : 'unmapped',
    getMappedRange: () => {
      if (!isMapped) refuse();
      facts.contents = new ArrayBuffer(size);
      return facts.contents;
    },
    unmap: () => undefined,
    destroy: () => undefined,
    mapAsync: refuse,
  };
  for (const [name, value] of Object.entries(own)) Object.defineProperty(buffer, name, { value });
  known.set(buffer, facts);
  return buffer;
}

/** Puts bytes into a virtual buffer before any kernel has run. */
export function fillVirtual(buffer: GPUBuffer, offset: number, bytes: Uint8Array): void {
  const facts = known.get(buffer);
  if (!facts)
    throw new Error('A step that is being recorded wrote from JavaScript into a buffer from outside: do it before.');
  facts.contents ??= new ArrayBuffer(buffer.size);
  new Uint8Array(facts.contents).set(bytes, offset);
}
