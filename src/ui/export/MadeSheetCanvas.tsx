/** A sheet with its caption, as the PNG has it, fitted to the page's width. The caption is the picture's name as well. */
import { useEffect, useRef } from 'react';
import type { MadeSheet } from '../pictureActions.ts';
import { useBitmap } from '../samples/useBitmap.ts';
import styles from './SheetsPane.module.css';

export function MadeSheetCanvas({ sheet }: { readonly sheet: MadeSheet }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { bitmap } = useBitmap(sheet.png);
  useEffect(() => {
    if (bitmap) canvas.current?.getContext('2d')?.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  const { width, height, caption } = sheet;
  return (
    <canvas ref={canvas} role="img" aria-label={caption} className={styles.canvas} width={width} height={height} />
  );
}
