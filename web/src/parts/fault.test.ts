import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { ApiProblem } from '../api/problem';
import { de } from '../i18n/de';
import { en } from '../i18n/en';
import { faultText } from './Fault';

describe('a fault', () => {
    beforeAll(() =>
        i18next.init({
            lng: 'de',
            resources: { de: { translation: de }, en: { translation: en } },
            interpolation: { escapeValue: false },
        }),
    );
    const said = (code: string) => faultText(i18next.t, new ApiProblem(409, code, 'What the server says.'));
    test('that is known is told in the reader’s language', () => {
        expect(said('call.changed')).toBe(de.fault.call.changed);
        expect(said('wrap_up.already_extended')).toBe(de.fault.wrap_up.already_extended);
    });
    test('that is not known is told as the server says it', () => {
        expect(said('call.of_a_later_version')).toBe('What the server says.');
    });
});
