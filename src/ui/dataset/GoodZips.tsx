/** What a good zip looks like: one example of each layout that is recognised. */
import styles from './GoodZips.module.css';

const LAYOUTS = [
  { name: 'Flat', example: 'slices/scan_001_12.png', classes: 'none' },
  { name: 'A folder for each class', example: 'glioma/slice_088.jpeg', classes: 'from the folders' },
  { name: 'OASIS', example: 'keras_png_slices_train/case_001_slice_0.nii.png', classes: 'none; label maps set aside' },
  { name: 'ADNI', example: 'train/AD/218391_78.jpeg', classes: 'AD and NC' },
] as const;

export function GoodZips() {
  return (
    <div className={styles.zips}>
      <h3>What a good zip looks like</h3>
      <table>
        <thead>
          <tr>
            <th>Layout</th>
            <th>Example</th>
            <th>Classes</th>
          </tr>
        </thead>
        <tbody>
          {LAYOUTS.map(({ name, example, classes }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <code>{example}</code>
              </td>
              <td>{classes}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
