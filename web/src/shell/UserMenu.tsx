import { Avatar, Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconKeyboard, IconLogout, IconMicrophone } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { initials } from '../format/format';
import { useLive } from '../live/LiveProvider';
import { tellFault } from '../parts/Fault';
import { may, useMyself, useSignOut } from '../session/me';
import { LanguageChoice } from './LanguageChoice';

export function UserMenu({ openKeys }: { openKeys: () => void }) {
    const { t } = useTranslation();
    const me = useMyself();
    const navigate = useNavigate();
    const sign_out = useSignOut();
    const in_call = useLive((state) => state.self?.call?.state === 'live');
    const { colorScheme, setColorScheme } = useMantineColorScheme();
    return (
        <Menu position="bottom-end" width={260} withinPortal>
            <Menu.Target>
                <UnstyledButton aria-label={`${t('nav.menu')}: ${me.name}`} data-testid="user-menu">
                    <Avatar
                        radius="xl"
                        size={34}
                        styles={{ placeholder: { background: 'var(--wrap-tint)', color: 'var(--wrap)' } }}
                    >
                        {initials(me.name)}
                    </Avatar>
                </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown>
                <Text px="sm" py={4} fw={600}>
                    {me.name}
                </Text>
                <Menu.Label>{t('menu.language')}</Menu.Label>
                <LanguageChoice />
                <Menu.Label>{t('menu.scheme')}</Menu.Label>
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
                <Menu.Divider />
                {may(me, 'call.take') && (
                    <Menu.Item
                        leftSection={<IconMicrophone size={16} aria-hidden />}
                        onClick={() => void navigate({ to: '/check' })}
                    >
                        {t('menu.check')}
                    </Menu.Item>
                )}
                <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={openKeys}>
                    {t('menu.keys')}
                </Menu.Item>
                <Menu.Item
                    leftSection={<IconLogout size={16} aria-hidden />}
                    onClick={() => {
                        if (in_call && !window.confirm(t('menu.sign_out_call'))) return;
                        sign_out().catch((cause: unknown) => tellFault(t, cause));
                    }}
                    data-testid="sign-out"
                >
                    {t('menu.sign_out')}
                </Menu.Item>
            </Menu.Dropdown>
        </Menu>
    );
}
