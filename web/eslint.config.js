import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import typescript from 'typescript-eslint';

export default typescript.config(
    { ignores: ['dist', 'src/api/schema.d.ts'] },
    js.configs.recommended,
    {
        files: ['src/**/*.{ts,tsx}'],
        extends: [...typescript.configs.strictTypeChecked],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        plugins: { 'react-hooks': hooks },
        rules: {
            'react-hooks/rules-of-hooks': 'error',
            'react-hooks/exhaustive-deps': 'error',
            '@typescript-eslint/no-confusing-void-expression': 'off',
            '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
            '@typescript-eslint/only-throw-error': 'off',
        },
    },
    {
        files: ['scripts/**/*.mjs', 'dev/**/*.mjs', '*.{js,ts}'],
        languageOptions: { globals: { ...globals.node } },
        extends: [typescript.configs.base],
    },
);
