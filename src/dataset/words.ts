/** Numbers as the page's sentences write them: thousands with a comma, sizes with a unit. It refuses to build whole sentences. */

const KB = 1000;
const MB = KB ** 2;
const GB = KB ** 3;

/** "1,429". */
export function numberWords(count: number): string {
  return count.toLocaleString('en-US');
}

/** "1 slice", "1,429 slices"; `many` where the plural is not noun + s. */
export function countWords(count: number, noun: string, many = `${noun}s`): string {
  return `${numberWords(count)} ${count === 1 ? noun : many}`;
}

/** "412 bytes", "58.3 MB", "2.1 GB". */
export function sizeWords(bytes: number): string {
  if (bytes < KB) return countWords(bytes, 'byte');
  const [unit, name] = bytes < MB ? [KB, 'kB'] : bytes < GB ? [MB, 'MB'] : [GB, 'GB'];
  return `${(bytes / unit).toFixed(1)} ${name}`;
}

/** "90 × 120". */
export function squareWords(width: number, height = width): string {
  return `${width} × ${height}`;
}
