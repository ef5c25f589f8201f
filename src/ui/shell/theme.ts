/** The theme a person chose, kept in this browser. 'system' follows the system and stores nothing. */

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'gyrus.theme';

/** The stored choice; 'system' where there is none or the browser keeps storage closed to this page. */
export function storedTheme(): Theme {
  const stored = openStorage()?.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Draws the page in `theme` and remembers it. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') {
    delete root.dataset.theme;
    openStorage()?.removeItem(KEY);
  } else {
    root.dataset.theme = theme;
    openStorage()?.setItem(KEY, theme);
  }
}

/** localStorage, or undefined where the browser throws at its mere mention (cookies blocked): the choice then lasts for the visit. */
function openStorage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
