import { describe, expect, test } from 'vitest';
import { noteServerDate, serverNow } from './clock';
import { countdown, initials, phoneNumber, startOfDay, timer } from './format';

test('timers count hours only when there are some, and never below zero', () => {
    expect([timer(7_900), timer(222_000), timer(3_729_000), timer(-5)]).toEqual(['00:07', '03:42', '1:02:09', '00:00']);
});

test('a countdown shows 00:00 only when it is over', () => {
    expect([countdown(29_001), countdown(1), countdown(0)]).toEqual(['00:30', '00:01', '00:00']);
});

test('telephone numbers are grouped for reading', () => {
    expect(phoneNumber('+495551448207')).toBe('+49 5551 448 207');
    expect(phoneNumber('+4930255900')).toBe('+49 30 255 900');
    expect(phoneNumber('+491715550134')).toBe('+49 171 555 0134');
    expect(phoneNumber('+4315551234')).toBe('+43 155 512 34');
    expect(phoneNumber('anonymous')).toBe('anonymous');
});

test('days become instants of the local calendar, what is no day does not', () => {
    expect(startOfDay('2026-11-23')).toBe(new Date(2026, 10, 23).getTime());
    expect(startOfDay('2026-11-30', 1)).toBe(new Date(2026, 11, 1).getTime());
    expect(startOfDay('yesterday')).toBeUndefined();
});

test('initials are of the first and the last name', () => {
    expect([initials('Lena Brandt'), initials('Ana Maria de Souza'), initials('chief'), initials('')]).toEqual([
        'LB',
        'AS',
        'C',
        '',
    ]);
});

describe('the clock', () => {
    test('follows the server when this computer is wrong, and leaves small differences alone', () => {
        const local = Date.parse('2026-11-23T12:00:00Z');
        noteServerDate('Mon, 23 Nov 2026 12:05:00 GMT', local);
        expect(Math.round((serverNow() - Date.now()) / 1000)).toBe(301);
        noteServerDate('Mon, 23 Nov 2026 12:00:01 GMT', local);
        expect(serverNow() - Date.now()).toBeLessThan(100);
    });
});
