/** Data that cannot be trained on is refused with a sentence: what is wrong with which file, and what to do now. */
import { damagedZip, encryptedZip, textFile, zipOfPictures, zipWithoutPictures } from '../support/archives.ts';
import { expect, test } from '../support/pageTest.ts';
import { studioOf } from '../support/studio.ts';

/** One less than training needs. */
const TOO_FEW = 15;

const CASES = [
  { what: 'a file that is no zip', file: async () => textFile(), says: /notes\.zip.*not a zip/s },
  { what: 'a zip that was cut off', file: damagedZip, says: /damaged.*download it again/is },
  { what: 'an encrypted zip', file: encryptedZip, says: /encrypted\.zip.*password/s },
  { what: 'a zip without pictures', file: zipWithoutPictures, says: /words\.zip.*PNG or JPEG/s },
  { what: 'fewer than 16 slices', file: () => zipOfPictures(TOO_FEW), says: /15 usable slices.*at least 16/s },
];

for (const { what, file, says } of CASES) {
  test(`${what} is refused with a sentence and a way on`, async ({ page }) => {
    const studio = studioOf(page);
    await studio.open();
    await studio.zipInput.setInputFiles(await file());
    await expect(studio.alert).toHaveText(says);
    await expect(studio.status).toContainText('idle');
    await expect(studio.button('Start training')).toHaveAttribute('aria-disabled', 'true');

    // The page goes on: the next data set is taken as if nothing had been.
    await studio.usePhantoms();
    await expect(studio.alert).toHaveCount(0);
  });
}

test('16 slices are enough', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open();
  await studio.zipInput.setInputFiles(await zipOfPictures(TOO_FEW + 1));
  await expect(studio.dataset.getByText(/^16 slices$/)).toBeVisible();
  await expect(studio.alert).toHaveCount(0);
});
