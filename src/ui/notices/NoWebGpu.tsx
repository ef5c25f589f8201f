/** The whole page where WebGPU is missing: why, what to do, what was seen. It offers nothing that would fail later. */
import { useState } from 'react';
import type { Failure } from '../../protocol/failure.ts';
import { Button } from '../kit/Button.tsx';
import { KeyValue } from '../kit/KeyValue.tsx';
import { Notice } from '../kit/Notice.tsx';
import { Pane, PaneBody } from '../kit/Pane.tsx';
import { BROWSER_ADVICE, platformOf } from './browserFacts.ts';
import styles from './NoWebGpu.module.css';

export function NoWebGpu({ failure }: { readonly failure: Failure }) {
  return (
    <Pane title="Before you begin">
      <PaneBody>
        <Notice level="act" title="Training needs WebGPU">
          <p>{failure.message}</p>
          <p>It is the only way in which a page can reach the GPU. Nothing is wrong with your data.</p>
        </Notice>
        <Advice />
        <Seen failure={failure} />
      </PaneBody>
    </Pane>
  );
}

function Advice() {
  const yours = platformOf(navigator.userAgent);
  const sorted = BROWSER_ADVICE.toSorted((a, b) => Number(b.platform === yours) - Number(a.platform === yours));
  return (
    <div className={styles.advice}>
      <h3>What to do, most likely first</h3>
      <table>
        <thead>
          <tr>
            <th>On</th>
            <th>Use</th>
            <th>If it is still missing</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ platform, name, use, ifMissing, type }) => (
            <tr key={platform} className={platform === yours ? styles.yours : undefined}>
              <th scope="row">
                {name}
                {platform === yours && ' (yours)'}
              </th>
              <td>{use}</td>
              <td>
                {ifMissing} {type && <code>{type}</code>}
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">Remote desktop</th>
            <td>A session that has a GPU</td>
            <td>Open the page on the machine itself.</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function Seen({ failure }: { readonly failure: Failure }) {
  const facts = [
    { name: 'Browser', value: navigator.userAgent },
    {
      name: 'WebGPU',
      value: 'gpu' in navigator ? 'navigator.gpu is there, but gave no adapter' : 'navigator.gpu is absent',
    },
    { name: 'Page', value: isSecureContext ? 'served securely, so that is not the cause' : 'not served securely' },
    ...(failure.detail === undefined ? [] : [{ name: 'Detail', value: failure.detail }]),
  ];
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const copy = () =>
    navigator.clipboard.writeText(facts.map(({ name, value }) => `${name}: ${value}`).join('\n')).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    );
  return (
    <div className={styles.seen}>
      <div className={styles.head}>
        <h3>What Gyrus saw</h3>
        <Button size="small" onClick={() => location.reload()}>
          Look again
        </Button>
        {isSecureContext && (
          <Button size="small" icon="copy" onClick={copy}>
            {copied === 'yes' ? 'Copied' : 'Copy for a bug report'}
          </Button>
        )}
        {copied === 'refused' && <span role="alert">The browser refused the clipboard: select the text below.</span>}
      </div>
      <KeyValue left facts={facts} />
    </div>
  );
}
