import { describe, expect, test } from 'vitest';
import { commandFor, isField, type Pressed } from './keys';

const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({
    key,
    shiftKey: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    repeat: false,
    ...held,
});

describe('keys', () => {
    test('of the telephone work everywhere, also in a field', () => {
        expect(commandFor(press('F2'), true, true)).toBe('answer');
        expect(commandFor(press('F2', { shiftKey: true }), true, false)).toBe('hang_up');
        expect(commandFor(press('F4'), true, false)).toBe('mute');
        expect(commandFor(press('F8'), true, false)).toBe('hold');
        expect(commandFor(press('k', { ctrlKey: true }), true, false)).toBe('palette');
    });
    test('of one letter work outside of fields only and can be switched off', () => {
        expect(commandFor(press('3'), false, true)).toEqual({ result: 3 });
        expect(commandFor(press('?', { shiftKey: true }), false, true)).toBe('help');
        expect(commandFor(press('3'), true, true)).toBeNull();
        expect(commandFor(press('3'), false, false)).toBeNull();
        expect(commandFor(press('0'), false, true)).toBeNull();
    });
    test('never answer twice while held, nor collide with AltGr or the browser', () => {
        expect(commandFor(press('F2', { repeat: true }), false, true)).toBeNull();
        expect(commandFor(press('2', { ctrlKey: true, altKey: true }), false, true)).toBeNull();
        expect(commandFor(press('F4', { altKey: true }), false, true)).toBeNull();
        expect(commandFor(press('3', { ctrlKey: true }), false, true)).toBeNull();
    });
    test('know a field, also around the focused element', () => {
        document.body.innerHTML = '<textarea></textarea><button></button><div role="menu"><a href="#x">x</a></div>';
        expect(isField(document.querySelector('textarea'))).toBe(true);
        expect(isField(document.querySelector('a'))).toBe(true);
        expect(isField(document.querySelector('button'))).toBe(false);
        expect(isField(null)).toBe(false);
    });
});
