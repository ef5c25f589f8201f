/** A Failure as an alert: its sentence, ways on, and the code behind "For a bug report". It never shows a bare code. */
import type { ReactNode } from 'react';
import type { Failure } from '../../protocol/failure.ts';
import { Disclosure } from './Disclosure.tsx';
import { KeyValue } from './KeyValue.tsx';
import { Notice } from './Notice.tsx';

interface FailureNoticeProps {
  readonly title: string;
  readonly failure: Failure;
  /** Ways on, the most likely first. */
  readonly ways?: readonly string[];
  readonly actions?: ReactNode;
}

export function FailureNotice({ title, failure, ways = [], actions }: FailureNoticeProps) {
  const report = [
    { name: 'Code', value: <code>{failure.code}</code> },
    ...(failure.detail === undefined ? [] : [{ name: 'Detail', value: <code>{failure.detail}</code> }]),
  ];
  return (
    <Notice level="act" title={title} actions={actions}>
      <p>{failure.message}</p>
      {ways.length > 0 && (
        <ul>
          {ways.map((way) => (
            <li key={way}>{way}</li>
          ))}
        </ul>
      )}
      <Disclosure title="For a bug report">
        <KeyValue left facts={report} />
      </Disclosure>
    </Notice>
  );
}
