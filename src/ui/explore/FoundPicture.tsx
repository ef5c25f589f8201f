/** Three pictures of one search: the real one, what was found, and their difference around middle grey. */
import type { SheetImage } from '../../protocol/dataset.ts';
import type { DrawnFrom } from '../../protocol/explore.ts';
import { fromText } from './exploreText.ts';
import styles from './FoundPicture.module.css';
import { TileCanvas } from './TileCanvas.tsx';

const PARTS = ['Real', 'Found', 'Difference'] as const;

interface FoundPictureProps {
  /** Three columns, one row. */
  readonly sheet: SheetImage;
  /** Which search: "slice 12, a.png". */
  readonly name: string;
  readonly from?: DrawnFrom;
}

export function FoundPicture({ sheet, name, from }: FoundPictureProps) {
  return (
    <figure className={styles.figure}>
      <div className={styles.parts}>
        {PARTS.map((part, index) => (
          <div key={part}>
            <TileCanvas sheet={sheet} index={index} label={`${part}, ${name}`} />
            <span>{part}</span>
          </div>
        ))}
      </div>
      <figcaption>
        {name}
        {from && `, found ${fromText(from)}`}. Grey in the difference is equal; lighter is brighter in what was found.
      </figcaption>
    </figure>
  );
}
