import { beforeEach, expect, test } from 'vitest';
import { checkIsFresh, keepPreferences, readPreferences } from '../../phone/preferences';
import { forgetDraft, keepDraft, readDraft } from './draft';

beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
});

test('a typed note survives a reload until it is forgotten', () => {
    keepDraft('7', { result: 'offer', note: 'Rückruf', saved: false });
    expect(readDraft('7')).toEqual({ result: 'offer', note: 'Rückruf', saved: false });
    expect(readDraft('8').note).toBe('');
    forgetDraft('7');
    expect(readDraft('7')).toEqual({ result: null, note: '', saved: true });
});

test('a damaged draft is an empty one', () => {
    sessionStorage.setItem('rufwerk.draft.7', '{');
    expect(readDraft('7').note).toBe('');
});

test('the start-of-shift check is remembered per person and for one shift', () => {
    keepPreferences('lena', { ...readPreferences('lena'), microphone: 'usb', checked_at: 1_000 });
    expect(readPreferences('lena').microphone).toBe('usb');
    expect(checkIsFresh(readPreferences('lena'), 1_000 + 3_600_000)).toBe(true);
    expect(checkIsFresh(readPreferences('lena'), 1_000 + 13 * 3_600_000)).toBe(false);
    expect(checkIsFresh(readPreferences('tim'))).toBe(false);
});
