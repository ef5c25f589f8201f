/** The nearest pairs side by side: generated over nearest in training over nearest held out, each with its seed and ratio. */
import { type CSSProperties, useEffect } from 'react';
import type { CopyCheck } from '../../protocol/judging.ts';
import { decimalText } from '../kit/format.ts';
import { useSize } from '../kit/useSize.ts';
import { drawSheet } from '../samples/drawSheet.ts';
import { useBitmap } from '../samples/useBitmap.ts';
import styles from './WorstPairs.module.css';

const ROWS = ['Generated', 'Nearest in training', 'Nearest held out'];

export function WorstPairs({ worst }: { readonly worst: NonNullable<CopyCheck['worst']> }) {
  const { sheet, space, seeds, ratios } = worst;
  const { columns, rows, tile } = sheet;
  const { bitmap, failed } = useBitmap(sheet.png);
  const [ref, size] = useSize<HTMLCanvasElement>();
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas || !bitmap || !size || size.width === 0) return;
    const density = window.devicePixelRatio;
    canvas.width = Math.round(size.width * density);
    canvas.height = Math.round(size.height * density);
    drawSheet(canvas, bitmap, { columns, rows, tile }, density);
  }, [ref, bitmap, size, columns, rows, tile]);
  return (
    <figure className={styles.pairs} style={{ '--columns': columns, '--rows': rows } as CSSProperties}>
      <div className={styles.pictures}>
        <div className={styles.names} aria-hidden="true">
          {ROWS.map((name) => (
            <span key={name}>{name}</span>
          ))}
        </div>
        <div className={styles.viewport}>
          <canvas
            ref={ref}
            role="img"
            aria-label={`Nearest pairs; rows from the top: ${ROWS.join(', ').toLowerCase()}`}
          />
        </div>
      </div>
      {failed && <p role="alert">These pairs cannot be drawn: their PNG is damaged. Look for copies again.</p>}
      <table className={styles.table}>
        <tbody>
          <tr>
            <th scope="row">Seed</th>
            {seeds.map((seed) => (
              <td key={seed}>{seed}</td>
            ))}
          </tr>
          <tr>
            <th scope="row">Ratio</th>
            {ratios.map((ratio, i) => (
              <td key={seeds[i]}>{decimalText(ratio, 2)}</td>
            ))}
          </tr>
        </tbody>
      </table>
      <figcaption>
        The {columns} nearest, in {space}. Ratio: distance to the nearest training slice over that to the nearest
        held-out one.
      </figcaption>
    </figure>
  );
}
