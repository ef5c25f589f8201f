/** The three themes: as the system, light, dark. */
import { useLayoutEffect, useState } from 'react';
import { Icon } from '../kit/Icon.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { applyTheme, storedTheme, type Theme } from './theme.ts';

const THEMES = [
  { value: 'system', label: 'As the system', icon: <Icon name="screen" /> },
  { value: 'light', label: 'Light', icon: <Icon name="sun" /> },
  { value: 'dark', label: 'Dark', icon: <Icon name="moon" /> },
] as const;

export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(storedTheme);
  useLayoutEffect(() => applyTheme(theme), [theme]);
  return <Segmented label="Theme" value={theme} options={THEMES} onChange={setTheme} />;
}
