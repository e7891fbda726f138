import {
    ActionIcon,
    Button,
    createTheme,
    Drawer,
    InputWrapper,
    Kbd,
    Modal,
    Select,
    Textarea,
    TextInput,
    PasswordInput,
    type CSSVariablesResolver,
    type MantineColorsTuple,
} from '@mantine/core';

const brand: MantineColorsTuple = [
    '#eef3fd',
    '#dbe6fb',
    '#b8cff7',
    '#92b5f2',
    '#6b98eb',
    '#4a7ee2',
    '#2a5fc9',
    '#1d55c4',
    '#1a4cae',
    '#153e8f',
];
const stop: MantineColorsTuple = [
    '#fdecea',
    '#fbd9d5',
    '#f5b3ac',
    '#ee8b81',
    '#e3655a',
    '#d1443a',
    '#b3261b',
    '#b3261b',
    '#931f16',
    '#761811',
];
const live: MantineColorsTuple = [
    '#e6f6ee',
    '#cdeedd',
    '#9fdfbd',
    '#6fcd9b',
    '#46b97c',
    '#1f8a55',
    '#147044',
    '#147044',
    '#0e5c36',
    '#0a4528',
];

// Mantine paints menus, inputs and switches of the dark scheme from this ladder.
const dark: MantineColorsTuple = [
    '#e8ecf2',
    '#c3ccd8',
    '#a5b0c1',
    '#6d7a8e',
    '#3a4452',
    '#29313d',
    '#1b222d',
    '#161c25',
    '#11171f',
    '#0e1218',
];

const dialogTitle = { fontSize: 16, fontWeight: 600 };

export const theme = createTheme({
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
    primaryColor: 'brand',
    primaryShade: { light: 7, dark: 6 },
    colors: { brand, stop, live, dark },
    fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
    spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
    radius: { xs: '4px', sm: '4px', md: '6px', lg: '10px', xl: '10px' },
    defaultRadius: 'md',
    headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '600' },
    respectReducedMotion: true,
    cursorType: 'pointer',
    components: {
        Button: Button.extend({ defaultProps: { size: 'sm', fz: 13 } }),
        ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', size: 36, color: 'gray' } }),
        TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
        PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
        Select: Select.extend({ defaultProps: { size: 'sm' } }),
        Textarea: Textarea.extend({ defaultProps: { size: 'sm' } }),
        Kbd: Kbd.extend({ defaultProps: { size: 'xs' } }),
        InputWrapper: InputWrapper.extend({ styles: { label: { marginBottom: 4 } } }),
        Modal: Modal.extend({
            defaultProps: { radius: 'lg', centered: true, padding: 'lg' },
            styles: { title: dialogTitle },
        }),
        Drawer: Drawer.extend({ defaultProps: { position: 'right', padding: 'lg' }, styles: { title: dialogTitle } }),
    },
});

const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--soft)',
    '--mantine-color-placeholder': 'var(--soft)',
    '--mantine-color-anchor': 'var(--brand)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--quiet-tint)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--control)',
    '--mantine-color-error': 'var(--stop)',
    '--mantine-color-gray-text': 'var(--soft)',
    '--mantine-color-gray-light-color': 'var(--ink)',
    '--mantine-color-brand-text': 'var(--brand)',
    '--mantine-color-brand-light': 'var(--brand-tint)',
    '--mantine-color-brand-light-hover': 'var(--brand-tint)',
    '--mantine-color-brand-light-color': 'var(--brand-ink)',
    '--mantine-color-stop-light': 'var(--stop-tint)',
    '--mantine-color-stop-light-color': 'var(--stop)',
    '--mantine-color-stop-text': 'var(--stop)',
    '--mantine-color-disabled': 'var(--quiet-tint)',
    '--mantine-color-disabled-color': 'var(--soft)',
    '--input-disabled-color': 'var(--soft)',
};

/** Mantine's own colours are led back to the tokens, so that one file decides what is readable. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
