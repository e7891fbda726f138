import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconHeadset } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { faultText } from '../../parts/Fault';
import { unlockSound } from '../../phone/sound';
import { lastSignedIn, meKey } from '../../session/me';
import { LanguageChoice } from '../../shell/LanguageChoice';
import classes from './sign-in.module.css';

export function SignInScreen() {
    const { t } = useTranslation();
    const queries = useQueryClient();
    const [returning] = useState(lastSignedIn);
    const [login, setLogin] = useState(returning);
    const [password, setPassword] = useState('');
    const sign_in = useMutation({
        mutationFn: () => answer(api.POST('/api/sessions', { body: { login: login.trim(), password } })),
        onSuccess: (me) => queries.setQueryData(meKey, me),
    });
    const fault = sign_in.error;
    const text = () => {
        if (fault instanceof ApiProblem && fault.status === 401) return t('sign_in.wrong');
        if (fault instanceof ApiProblem && fault.status === 429) return t('sign_in.locked');
        return faultText(t, fault);
    };
    return (
        <main className={classes['page']}>
            <form
                className={classes['card']}
                onSubmit={(event) => {
                    event.preventDefault();
                    void unlockSound();
                    sign_in.mutate();
                }}
            >
                <Stack gap="lg">
                    <Group gap="md">
                        <span className={classes['logo']}>
                            <IconHeadset aria-hidden />
                        </span>
                        <div>
                            <Title order={1} fz={20}>
                                {t('app.name')}
                            </Title>
                            <Text c="dimmed" fz={13}>
                                {t('sign_in.intro')}
                            </Text>
                        </div>
                    </Group>
                    {returning !== '' && !fault && (
                        <Alert color="brand" role="status" data-testid="session-over">
                            <Text c="var(--ink)" fz={13}>
                                {t('sign_in.over')}
                            </Text>
                        </Alert>
                    )}
                    <TextInput
                        label={t('sign_in.login')}
                        name="login"
                        autoComplete="username"
                        autoFocus={returning === ''}
                        required
                        withAsterisk={false}
                        value={login}
                        onChange={(event) => setLogin(event.currentTarget.value)}
                        data-testid="login"
                    />
                    <PasswordInput
                        label={t('sign_in.password')}
                        name="password"
                        autoComplete="current-password"
                        autoFocus={returning !== ''}
                        required
                        withAsterisk={false}
                        value={password}
                        onChange={(event) => setPassword(event.currentTarget.value)}
                        data-testid="password"
                        visibilityToggleButtonProps={{ 'aria-hidden': true, tabIndex: -1 }}
                    />
                    {fault && (
                        <Alert color="stop" role="alert" data-testid="sign-in-fault">
                            <Text c="var(--ink)" fz={13}>
                                {text()}
                            </Text>
                        </Alert>
                    )}
                    <Button type="submit" fullWidth loading={sign_in.isPending} data-testid="sign-in">
                        {t('sign_in.submit')}
                    </Button>
                    <LanguageChoice />
                </Stack>
            </form>
        </main>
    );
}
