/** Which heading a notice's title is: below a pane's own where it stands in a pane, and a pane's equal above the panes. */
import { createContext } from 'react';

export const NoticeHeading = createContext<'h2' | 'h3'>('h3');
