/** Saving a picture that is shown: one at a time, behind the gate, with what is in its way and what went wrong. */
import { useState } from 'react';
import { type Failure, toFailure } from '../../protocol/failure.ts';
import { useActions, useAppState } from '../appContext.tsx';
import type { ShownPicture } from '../pictureActions.ts';
import { gateObstacle } from './copiesText.ts';

interface PictureSaving {
  readonly save: (picture: ShownPicture) => Promise<void>;
  /** Why nothing can be saved now. */
  readonly obstacle?: string;
  readonly failure?: Failure;
}

export function useSavePicture(): PictureSaving {
  const waiting = useAppState((state) => gateObstacle(state.judge.gate));
  const { savePicture } = useActions();
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const obstacle = waiting ?? (saving ? 'The picture is being saved.' : undefined);
  return {
    ...(obstacle === undefined ? {} : { obstacle }),
    ...(failure === undefined ? {} : { failure }),
    async save(picture) {
      setFailure(undefined);
      setSaving(true);
      try {
        await savePicture(picture);
      } catch (error) {
        setFailure(toFailure(error));
      }
      setSaving(false);
    },
  };
}
