/** The list of keys, as a dialog over the page. It is the one overlay, and opens only when asked. */
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from '../kit/Button.tsx';
import styles from './KeysDialog.module.css';
import { KEY_COMMANDS } from './keys.ts';

export function KeysDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen={open}
      onOpenChange={(nowOpen) => nowOpen || onClose()}
      isDismissable
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''}>
          <header>
            <Heading slot="title">Keys</Heading>
            <Button look="quiet" icon="close" aria-label="Close" onClick={onClose} />
          </header>
          <table>
            <tbody>
              {KEY_COMMANDS.map(({ keys, meaning }) => (
                <tr key={meaning}>
                  <th scope="row">{meaning}</th>
                  <td>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </td>
                </tr>
              ))}
              <tr>
                <th scope="row">This list</th>
                <td>
                  <kbd>?</kbd>
                </td>
              </tr>
            </tbody>
          </table>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
