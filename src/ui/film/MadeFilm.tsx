/** The last film that was made: looked at, and saved. It refuses to move by itself where motion is to be reduced. */
import { useEffect, useState } from 'react';
import type { MadeFilm as Made } from '../../state/filmView.ts';
import { useActions } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { bytesText } from '../kit/format.ts';
import styles from './FilmPart.module.css';
import { lengthText } from './plannedFilm.ts';

export function MadeFilm({ made }: { readonly made: Made }) {
  const { saveFilm } = useActions();
  const [shown, setShown] = useState(() => !window.matchMedia('(prefers-reduced-motion: reduce)').matches);
  const address = useAddress(made.film);
  const isVideo = made.film.type.startsWith('video/');
  const words = lengthText(made.frames, made, made.framesPerSecond);
  return (
    <figure className={styles.made}>
      {shown && address && (
        <div className={styles.screen}>
          {isVideo ? (
            <video src={address} aria-label={`Film, ${words}`} controls loop muted playsInline />
          ) : (
            <img src={address} alt={`Film, ${words}`} />
          )}
        </div>
      )}
      <figcaption>
        <code>{made.fileName}</code>
        <span>
          {words}, {bytesText(made.film.size)}
        </span>
      </figcaption>
      <div className={styles.row}>
        <Button icon="download" onClick={saveFilm}>
          Download film
        </Button>
        <Button look="quiet" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide the film' : 'Show the film'}
        </Button>
      </div>
    </figure>
  );
}

/** An address of the blob's own, for as long as it is shown. */
function useAddress(blob: Blob): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => {
      setAddress(undefined);
      URL.revokeObjectURL(made);
    };
  }, [blob]);
  return address;
}
