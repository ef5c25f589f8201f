/**
 * The question before pictures or weights leave although copies were found: the pairs, the verdict, and a typed reason. The
 * answer that exports nothing has the focus, and Escape means it.
 */
import { type FormEvent, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { type CopyCheck, LONGEST_REASON, SHORTEST_REASON } from '../../protocol/judging.ts';
import type { CopyGateView } from '../../state/appState.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FieldFrame } from '../kit/FieldFrame.tsx';
import styles from './CopiesDialog.module.css';
import { VERDICT_TITLES } from './copiesText.ts';
import { WorstPairs } from './WorstPairs.tsx';

export function CopiesDialog() {
  const gate = useAppState((state) => state.judge.gate);
  const { answerGate } = useActions();
  const check = gate?.phase === 'asking' ? gate.check : undefined;
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen={check !== undefined}
      onOpenChange={(open) => open || answerGate(undefined)}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''} role="alertdialog">
          {gate && check && <Question what={gate.what} check={check} onAnswer={answerGate} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface QuestionProps {
  readonly what: CopyGateView['what'];
  readonly check: CopyCheck;
  readonly onAnswer: (reason: string | undefined) => void;
}

function Question({ what, check, onAnswer }: QuestionProps) {
  const [reason, setReason] = useState('');
  const said = reason.trim();
  const obstacle = said.length < SHORTEST_REASON ? `Say why in at least ${SHORTEST_REASON} characters.` : undefined;
  const leave = (event: FormEvent) => {
    event.preventDefault();
    if (obstacle === undefined) onAnswer(said);
  };
  return (
    <form className={styles.question} onSubmit={leave}>
      <Heading slot="title">{VERDICT_TITLES[check.verdict]}</Heading>
      <p>{check.sentence}</p>
      <p>
        {what === 'weights' ? 'Weights that draw training slices' : 'Pictures that are training slices'} can show a
        patient. The agreement for your data decides whether they may leave.
      </p>
      {check.worst && <WorstPairs worst={check.worst} />}
      <FieldFrame label="Reason" hint={`At least ${SHORTEST_REASON} characters. It goes into the files.`}>
        {(input) => (
          <input
            {...input}
            className={styles.reason}
            type="text"
            autoComplete="off"
            maxLength={LONGEST_REASON}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </FieldFrame>
      <div className={styles.answers}>
        <Button obstacle={obstacle} onClick={() => onAnswer(said)}>
          Download all the same
        </Button>
        <Button autoFocus onClick={() => onAnswer(undefined)}>
          Don’t download
        </Button>
      </div>
    </form>
  );
}
