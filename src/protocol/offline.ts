/**
 * What the page and its service worker say to each other about working without a server, and what the page shows of it.
 * Types alone: a value here would become a file that the service worker had to load.
 */

/** From the page, with a port for the one OfflineAnswer. */
export interface OfflineQuestion {
  readonly type: 'offline/ask';
  /** Path of the script that asks, which tells the page's version. */
  readonly script: string;
}

export interface OfflineAnswer {
  /** Every file of the asking page's version is kept in this browser. */
  readonly kept: boolean;
  /** Every kept page and script came with a policy that lets it talk to its own address alone. */
  readonly confined: boolean;
}

/** What a page may say of itself; obstacle: a sentence on why it does not work offline. */
export interface OfflineView extends OfflineAnswer {
  readonly obstacle?: string;
}

/** The files of a built page, as the service worker finds them written into it. */
export interface BuiltPage {
  /** Differs from that of any other content. */
  readonly version: string;
  /** Path below which names hold their content's hash, so that a file of that name never changes. */
  readonly hashedBelow: string;
  readonly files: readonly BuiltFile[];
}

export interface BuiltFile {
  /** As it is asked for, such as "/" or "/assets/index-Biyggf0p.js". */
  readonly path: string;
  /** "sha256-" and the content's hash in base64, as fetch takes it. */
  readonly integrity: string;
}
