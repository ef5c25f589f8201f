/**
 * A sheet whose pictures can be picked: one canvas, and over it a grid of buttons with one tab stop and arrow keys. It
 * makes no pictures and keeps no choice.
 */
import { type CSSProperties, type KeyboardEvent, useEffect, useRef } from 'react';
import type { SheetImage } from '../../protocol/dataset.ts';
import { useSize } from '../kit/useSize.ts';
import { drawSheet } from '../samples/drawSheet.ts';
import { useBitmap } from '../samples/useBitmap.ts';
import styles from './PickSheet.module.css';

interface PickSheetProps {
  readonly sheet: SheetImage;
  /** Name of the picture and of the group of buttons. */
  readonly label: string;
  /** Of each picture, row by row; undefined where there is none to pick. */
  readonly names: readonly (string | undefined)[];
  readonly picked: number;
  readonly onPick: (index: number) => void;
  /** Words in the corner of a table, whose first picture is empty. */
  readonly corner?: readonly [above: string, below: string];
}

export function PickSheet({ sheet, label, names, picked, onPick, corner }: PickSheetProps) {
  const { bitmap } = useBitmap(sheet.png);
  const [ref, size] = useSize<HTMLCanvasElement>();
  const buttons = useRef<HTMLDivElement>(null);
  const { columns, rows, tile } = sheet;
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas || !bitmap || !size || size.width === 0) return;
    const density = window.devicePixelRatio;
    canvas.width = Math.round(size.width * density);
    canvas.height = Math.round(size.height * density);
    drawSheet(canvas, bitmap, { columns, rows, tile }, density);
  }, [ref, bitmap, size, columns, rows, tile]);

  function move(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = picked + step;
    if (names[next] === undefined) return;
    onPick(next);
    buttons.current?.querySelector<HTMLButtonElement>(`[data-index="${next}"]`)?.focus();
  }

  return (
    <div className={styles.sheet} style={{ '--columns': columns, '--rows': rows } as CSSProperties}>
      <canvas ref={ref} role="img" aria-label={label} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid over a canvas in every browser */}
      <div ref={buttons} role="group" aria-label={`Pick from ${label}`} className={styles.grid} onKeyDown={move}>
        {names.map((name, index) =>
          name === undefined ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: places do not move
            <span key={index} />
          ) : (
            <button
              key={name}
              type="button"
              data-index={index}
              aria-label={name}
              title={name}
              aria-pressed={index === picked}
              tabIndex={index === picked ? 0 : -1}
              onClick={() => onPick(index)}
            />
          ),
        )}
      </div>
      {corner && (
        <div className={styles.corner} aria-hidden="true">
          <span>{corner[0]}</span>
          <span>{corner[1]}</span>
        </div>
      )}
    </div>
  );
}
