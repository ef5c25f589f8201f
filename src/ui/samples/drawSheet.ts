/** Draws a sheet's pictures on a canvas at the canvas' own resolution, a thin gap between them. It decodes nothing. */
import { type SheetShape, smoothed, tileSquare } from './sheetGeometry.ts';

/** Gap between pictures in CSS pixels, as in the design. */
const GAP = 2;

/** A decoded sheet, and how it lies on what is drawn already: covering it, let through by `alpha`, or by their difference. */
export interface Layer {
  readonly bitmap: ImageBitmap;
  readonly sheet: SheetShape;
  readonly alpha?: number;
  readonly isDifference?: boolean;
}

/** One sheet alone. */
export function drawSheet(canvas: HTMLCanvasElement, bitmap: ImageBitmap, sheet: SheetShape, density: number): void {
  drawSheets(canvas, [{ bitmap, sheet }], density);
}

/** Fills the whole canvas, the first layer lowest; `density` is device pixels a CSS pixel. */
export function drawSheets(canvas: HTMLCanvasElement, layers: readonly Layer[], density: number): void {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gives no 2D canvas to draw the samples on: close other tabs and reload.');
  const gap = Math.round(GAP * density);
  context.imageSmoothingQuality = 'high';
  context.clearRect(0, 0, canvas.width, canvas.height);
  for (const layer of layers) drawLayer(context, layer, gap);
}

function drawLayer(context: CanvasRenderingContext2D, { bitmap, sheet, alpha = 1, isDifference }: Layer, gap: number) {
  const { canvas } = context;
  context.imageSmoothingEnabled = smoothed(sheet.tile);
  context.globalAlpha = alpha;
  context.globalCompositeOperation = isDifference ? 'difference' : 'source-over';
  const edge = (index: number, count: number, length: number) => Math.round((index * (length + gap)) / count);
  for (let index = 0; index < sheet.columns * sheet.rows; index++) {
    const from = tileSquare(sheet, index);
    const column = index % sheet.columns;
    const row = Math.floor(index / sheet.columns);
    const x = edge(column, sheet.columns, canvas.width);
    const y = edge(row, sheet.rows, canvas.height);
    const width = edge(column + 1, sheet.columns, canvas.width) - gap - x;
    const height = edge(row + 1, sheet.rows, canvas.height) - gap - y;
    context.drawImage(bitmap, from.x, from.y, from.side, from.side, x, y, width, height);
  }
}
