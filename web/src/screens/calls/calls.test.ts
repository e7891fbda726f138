import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../api/types';
import { de } from '../../i18n/de';
import { en } from '../../i18n/en';
import { asCsv } from './csv';
import { isFiltered, queryOf, readFilters } from './filters';
import { journalText } from './journal';

const call: Call = {
    id: '7',
    direction: 'inbound',
    client: 'n',
    client_name: 'Nord; Heim',
    client_color: '#fff',
    queue: 'q',
    queue_name: 'Q',
    number: '+495551448000',
    caller: '+495551448207',
    caller_name: '=1+1',
    agent: null,
    agent_name: null,
    started_at: 0,
    offered_at: null,
    answered_at: null,
    ended_at: null,
    end_reason: 'abandoned',
    wait_ms: 5,
    talk_ms: null,
    result: null,
    note: 'a "b"\nc',
};

describe('filters in the address', () => {
    test('take what they know, numbers included, and nothing else', () => {
        expect(readFilters({ search: 49555, queue: 'tarif', evil: 'x', client: '' })).toEqual({
            search: '49555',
            queue: 'tarif',
        });
    });
    test('ask the server for whole days', () => {
        const query = queryOf({ from: '2026-11-23', to: '2026-11-23' });
        expect((query.to ?? 0) - (query.from ?? 0)).toBe(86_400_000);
    });
    test('do not search before there are three digits', () => {
        expect(queryOf({ search: '+4' })).toEqual({});
        expect(queryOf({ search: '448 207' })).toEqual({ search: '448 207' });
    });
    test('leave an open journal out', () => {
        expect(isFiltered({ call: '7' })).toBe(false);
        expect(isFiltered({ call: '7', search: '49555' })).toBe(true);
    });
});

describe('the exported list', () => {
    const line = asCsv([call]).split('\r\n').slice(1).join('\r\n');
    test('quotes what would break a row and defuses formulas but not telephone numbers', () => {
        expect(line).toContain('"Nord; Heim"');
        expect(line).toContain('"a ""b""\nc"');
        expect(line).toContain(";'=1+1;");
        expect(line).toContain(';+495551448207;');
    });
    test('says times in UTC and nothing where there is none', () => {
        expect(line.startsWith('7;1970-01-01T00:00:00.000Z;;;')).toBe(true);
    });
});

describe('a journal entry', () => {
    beforeAll(async () => {
        await i18next.init({ lng: 'en', resources: { en: { translation: en }, de: { translation: de } } });
    });
    const entry = (kind: string, data: Record<string, unknown>) => ({
        position: 1,
        house_position: 1,
        at: 0,
        kind,
        data,
    });
    test('is told in words', () => {
        expect(journalText(i18next.t, entry('ended', { reason: 'caller_hung_up' }))).toEqual({
            text: 'Call ended',
            detail: 'Caller hung up',
        });
    });
    test('of an unknown kind is shown with its data', () => {
        expect(journalText(i18next.t, entry('moon_phase', { phase: 3 }))).toEqual({
            text: 'moon phase',
            detail: 'phase: 3',
        });
    });
});

test('both languages say the same things', () => {
    const keys = (part: object, path = ''): string[] =>
        Object.entries(part).flatMap(([key, value]: [string, unknown]) =>
            typeof value === 'object' && value !== null ? keys(value, `${path}${key}.`) : [`${path}${key}`],
        );
    const blanks = (part: object) => JSON.stringify(part).match(/\{\{[a-z_]+/g)?.length;
    expect(keys(de)).toEqual(keys(en));
    expect(blanks(de)).toBe(blanks(en));
});
