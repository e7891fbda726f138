import {
    Avatar,
    Button,
    Popover,
    SegmentedControl,
    Stack,
    Text,
    UnstyledButton,
    useMantineColorScheme,
} from '@mantine/core';
import { IconKeyboard, IconLogout, IconMicrophone, type Icon } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { initials } from '../format/format';
import { useLive } from '../live/LiveProvider';
import { tellFault } from '../parts/Fault';
import { may, useMyself, useSignOut } from '../session/me';
import { LanguageChoice } from './LanguageChoice';
import { narrowOverlay, useInertBehind } from './narrowOverlay';

function Entry({
    name,
    icon: Mark,
    onClick,
    testid,
}: {
    name: string;
    icon: Icon;
    onClick: () => void;
    testid: string;
}) {
    return (
        <Button
            variant="subtle"
            color="gray"
            c="var(--ink)"
            justify="flex-start"
            leftSection={<Mark size={16} aria-hidden />}
            onClick={onClick}
            data-testid={testid}
        >
            {name}
        </Button>
    );
}

function Scheme() {
    const { t } = useTranslation();
    const { colorScheme, setColorScheme } = useMantineColorScheme();
    return (
        <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('menu.scheme')}
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme === 'dark' || scheme === 'light' ? scheme : 'auto')}
            data={[
                { value: 'light', label: t('menu.light') },
                { value: 'dark', label: t('menu.dark') },
                { value: 'auto', label: t('menu.auto') },
            ]}
        />
    );
}

export function UserMenu({ openKeys }: { openKeys: () => void }) {
    const { t } = useTranslation();
    const me = useMyself();
    const navigate = useNavigate();
    const sign_out = useSignOut();
    const [opened, setOpened] = useState(false);
    useInertBehind(opened);
    const in_call = useLive((state) => state.self?.call?.state === 'live');
    const then = (act: () => void) => () => {
        setOpened(false);
        act();
    };
    const leave = () => {
        if (in_call && !window.confirm(t('menu.sign_out_call'))) return;
        sign_out().catch((cause: unknown) => tellFault(t, cause));
    };
    return (
        <Popover
            opened={opened}
            onChange={setOpened}
            position="bottom-end"
            width={270}
            trapFocus
            returnFocus
            withinPortal
            {...narrowOverlay}
        >
            <Popover.Target>
                <UnstyledButton onClick={() => setOpened(!opened)} data-testid="user-menu">
                    <span className="hidden-text">
                        {t('nav.menu')}: {me.name}
                    </span>
                    <Avatar
                        aria-hidden
                        radius={17}
                        size={34}
                        styles={{ placeholder: { background: 'var(--wrap-tint)', color: 'var(--wrap)' } }}
                    >
                        {initials(me.name)}
                    </Avatar>
                </UnstyledButton>
            </Popover.Target>
            <Popover.Dropdown aria-label={t('nav.menu')} p="sm">
                <Stack gap="sm">
                    <Text px="xs" fw={600}>
                        {me.name}
                    </Text>
                    <LanguageChoice />
                    <Scheme />
                    <Stack gap={0}>
                        {may(me, 'call.take') && (
                            <Entry
                                name={t('menu.check')}
                                icon={IconMicrophone}
                                onClick={then(() => void navigate({ to: '/check' }))}
                                testid="menu-check"
                            />
                        )}
                        <Entry name={t('menu.keys')} icon={IconKeyboard} onClick={then(openKeys)} testid="menu-keys" />
                        <Entry name={t('menu.sign_out')} icon={IconLogout} onClick={then(leave)} testid="sign-out" />
                    </Stack>
                </Stack>
            </Popover.Dropdown>
        </Popover>
    );
}
