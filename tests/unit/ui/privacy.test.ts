/** The line on privacy: the part that always holds, and the parts that are said only where they were found to hold. */
import { describe, expect, it } from 'vitest';
import { privacyText } from '../../../src/ui/shell/privacyText.ts';

const HOST = 'localhost:4173';

describe('the line on privacy', () => {
  it('claims nothing of browser and network before it is known', () => {
    expect(privacyText(undefined, HOST)).toBe('No data leaves this computer.');
  });

  it('says what the policy allows and that it works offline where both hold', () => {
    expect(privacyText({ kept: true, confined: true }, HOST)).toBe(
      'No data leaves this computer: the browser lets this page talk to its own address alone (localhost:4173). It works offline.',
    );
  });

  it('does not speak of a policy that the server did not send', () => {
    expect(privacyText({ kept: true, confined: false }, HOST)).toBe('No data leaves this computer. It works offline.');
  });

  it('says why it does not work offline', () => {
    const obstacle = 'This browser keeps another version of the page.';
    const text = privacyText({ kept: false, confined: false, obstacle }, HOST);
    expect(text).toBe(`No data leaves this computer. It does not work offline. ${obstacle}`);
  });
});
