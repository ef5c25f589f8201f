/**
 * Button: main (one a page), plain, quiet, or icon alone. A button that cannot act now stays in place, stays focusable
 * and says why: give `obstacle` instead of taking it away.
 */
import { type ComponentProps, useId } from 'react';
import styles from './Button.module.css';
import { classes } from './classes.ts';
import { Icon, type IconName } from './Icon.tsx';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'disabled' | 'className'> {
  readonly look?: 'main' | 'plain' | 'quiet';
  readonly icon?: IconName;
  /** small: 24 px high; large: as high as a main one. */
  readonly size?: 'small' | 'large';
  /** Why it cannot act now, as a sentence for screen readers (draw it beside too); pressing it then does nothing. */
  readonly obstacle?: string | undefined;
  /** Takes its share of a row's free width. */
  readonly grow?: boolean;
}

export function Button({
  look = 'plain',
  icon,
  size,
  obstacle,
  grow = false,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const blocked = obstacle !== undefined;
  return (
    <>
      <button
        {...rest}
        type="button"
        data-look={look}
        data-icon-only={children === undefined || undefined}
        className={classes(
          styles.button,
          look !== 'plain' && styles[look],
          size && styles[size],
          children === undefined && styles.iconOnly,
          grow && styles.grow,
        )}
        aria-disabled={blocked || undefined}
        aria-describedby={blocked ? reasonId : rest['aria-describedby']}
        title={rest.title ?? (children === undefined ? rest['aria-label'] : undefined)}
        onClick={blocked ? undefined : onClick}
      >
        {icon && <Icon name={icon} />}
        {children}
      </button>
      {blocked && (
        <span id={reasonId} hidden>
          {obstacle}
        </span>
      )}
    </>
  );
}
