/** Our icons: 16 px, one stroke of 1.5, in the colour of the text. Always decoration: the words beside them carry the meaning. */
import styles from './Icon.module.css';

/** Lines of each icon; `filled` ones are surfaces without a stroke. */
const ICONS = {
  brand:
    'M8 3.2C6.8 1.6 4 2.2 3.9 4.4 2.2 4.9 1.7 7 2.8 8.2c-.8 1.6.1 3.4 1.7 3.7.4 1.9 2.6 2.4 3.5 1M8 3.2c1.2-1.6 4-1 4.1 1.2 1.7.5 2.2 2.6 1.1 3.8.8 1.6-.1 3.4-1.7 3.7-.4 1.9-2.6 2.4-3.5 1M8 3.2v9.7M5.4 6.2c1 .1 1.5.7 1.5 1.6M10.6 6.2c-1 .1-1.5.7-1.5 1.6M5.2 9.8c.7-.3 1.4-.1 1.8.4M10.8 9.8c-.7-.3-1.4-.1-1.8.4',
  gpu: 'M4 4h8v8H4zM6.2 4V2M9.8 4V2M6.2 14v-2M9.8 14v-2M4 6.2H2M4 9.8H2M14 6.2h-2M14 9.8h-2',
  shield: 'M8 1.8 13 3.6v4c0 3.2-2.1 5.4-5 6.6-2.9-1.2-5-3.4-5-6.6v-4zM5.8 8l1.6 1.6L10.4 6.4',
  keyboard: 'M1.8 4h12.4v8H1.8zM4.2 6.6h.1M6.8 6.6h.1M9.4 6.6h.1M11.8 6.6h.1M5 9.4h6',
  screen: 'M2 3h12v8H2zM6 13.5h4',
  sun: 'M10.8 8a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0zM8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z',
  upload: 'M8 10.5V2.5M4.8 5.5 8 2.3l3.2 3.2M2.5 10.5v2.2c0 .6.4 1 1 1h9c.6 0 1-.4 1-1v-2.2',
  download: 'M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M2.5 13.5h11',
  down: 'M4 6.2 8 10.2l4-4',
  up: 'M4 9.8 8 5.8l4 4',
  right: 'M6 3.5 10.5 8 6 12.5',
  left: 'M10 3.5 5.5 8 10 12.5',
  first: 'M4 3.5v9M11.5 3.5 7 8l4.5 4.5',
  check: 'M3 8.4 6.4 11.8 13 4.6',
  info: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 7.2v3.8M8 5v.1',
  watch: 'M8 2.2 14.5 13.4h-13zM8 6.6v3.2M8 11.6v.1',
  act: 'M5.4 2h5.2L14 5.4v5.2L10.6 14H5.4L2 10.6V5.4zM8 5v3.8M8 11v.1',
  lock: 'M4 7.2h8v6H4zM5.6 7.2V5a2.4 2.4 0 0 1 4.8 0v2.2',
  link: 'M6.6 9.4 9.4 6.6M7 4.6l1.7-1.7a3 3 0 0 1 4.3 4.3L11.4 9M9 11.4l-1.7 1.7A3 3 0 0 1 3 8.8L4.6 7',
  undo: 'M5.5 3 2.5 6l3 3M2.8 6h6.4a3.7 3.7 0 0 1 0 7.4H6',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  table: 'M2.2 3h11.6v10H2.2zM2.2 6.3h11.6M2.2 9.6h11.6M6.4 6.3V13',
  close: 'M4 4l8 8M12 4l-8 8',
  shuffle:
    'M2.5 5h2.2c3.2 0 3.6 6 6.8 6h2M2.5 11h2.2c1.1 0 1.9-.8 2.5-1.8M11.5 5h2M11.7 3 13.7 5l-2 2M11.7 9l2 2-2 2M9 6c.6-.7 1.3-1 2.5-1',
} as const;

const FILLED_ICONS = {
  play: 'M4.5 2.8v10.4L13 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  stop: 'M3.5 3.5h9v9h-9z',
} as const;

export type IconName = keyof typeof ICONS | keyof typeof FILLED_ICONS;

export function Icon({ name }: { readonly name: IconName }) {
  const filled = name in FILLED_ICONS;
  const path = { ...ICONS, ...FILLED_ICONS }[name];
  return (
    <svg className={filled ? styles.filled : styles.icon} viewBox="0 0 16 16" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
