import { ActionIcon, Group, Kbd, UnstyledButton } from '@mantine/core';
import {
    IconBroadcast,
    IconDeviceLandlinePhone,
    IconHeadset,
    IconListDetails,
    IconSearch,
    type Icon,
} from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Me } from '../api/types';
import { useKeys } from '../keys/useKeys';
import { useCallPresence } from '../phone/useCallPresence';
import { useTelephone } from '../phone/useTelephone';
import { may, useMyself } from '../session/me';
import { Banners } from './Banners';
import { KeysDialog } from './KeysDialog';
import { openPalette, Palette } from './Palette';
import { PresenceMenu } from './PresenceMenu';
import classes from './shell.module.css';
import { UserMenu } from './UserMenu';

interface Area {
    to: '/' | '/calls' | '/floor' | '/telephones';
    name: 'nav.desk' | 'nav.calls' | 'nav.floor' | 'nav.telephones';
    icon: Icon;
}

export function areasOf(me: Me): Area[] {
    const areas: Area[] = [];
    if (may(me, 'call.take')) areas.push({ to: '/', name: 'nav.desk', icon: IconHeadset });
    if (may(me, 'floor.see')) areas.push({ to: '/floor', name: 'nav.floor', icon: IconBroadcast });
    if (may(me, 'call.see')) areas.push({ to: '/calls', name: 'nav.calls', icon: IconListDetails });
    if (may(me, 'user.see')) areas.push({ to: '/telephones', name: 'nav.telephones', icon: IconDeviceLandlinePhone });
    return areas;
}

export function Shell() {
    const { t } = useTranslation();
    const me = useMyself();
    const areas = useMemo(() => areasOf(me), [me]);
    const here = useRouterState({ select: (state) => state.location.pathname });
    const [keysOpen, setKeysOpen] = useState(false);
    useTelephone(me);
    useKeys((command) => {
        if (command === 'help') setKeysOpen(true);
        else if (command === 'palette') openPalette();
        else return false;
        return true;
    });
    const current = areas.find((area) => area.to === here);
    useCallPresence(current ? t(current.name) : here === '/check' ? t('nav.check') : '');
    return (
        <div className={classes['shell']}>
            <a className={classes['skip']} href="#content">
                {t('app.skip')}
            </a>
            <nav className={classes['rail']} aria-label={t('nav.label')}>
                {areas.map((area) => (
                    <Link
                        key={area.to}
                        to={area.to}
                        className={classes['area']}
                        aria-current={area.to === here ? 'page' : undefined}
                        aria-label={t(area.name)}
                        title={t(area.name)}
                        data-testid={`nav-${area.to === '/' ? 'desk' : area.to.slice(1)}`}
                    >
                        <area.icon size={22} stroke={1.7} aria-hidden />
                        <span className={classes['areaName']}>{t(area.name)}</span>
                    </Link>
                ))}
            </nav>
            <header className={classes['top']}>
                <img className={classes['logo']} src="/icon.svg" width={30} height={30} alt="" />
                <span className={classes['place']}>{current ? t(current.name) : t('app.name')}</span>
                <UnstyledButton className={classes['search']} onClick={openPalette} data-testid="palette-open">
                    <IconSearch size={16} aria-hidden />
                    <span>{t('palette.placeholder')}</span>
                    <Kbd>{t('palette.key')}</Kbd>
                </UnstyledButton>
                <Group gap="sm" wrap="nowrap" justify="flex-end">
                    <ActionIcon className={classes['searchSmall']} onClick={openPalette} aria-label={t('palette.open')}>
                        <IconSearch size={20} aria-hidden />
                    </ActionIcon>
                    {may(me, 'call.take') && <PresenceMenu />}
                    <UserMenu openKeys={() => setKeysOpen(true)} />
                </Group>
            </header>
            <div className={classes['main']}>
                <Banners />
                <main id="content" className={classes['content']} tabIndex={-1}>
                    <Outlet />
                </main>
            </div>
            <KeysDialog opened={keysOpen} onClose={() => setKeysOpen(false)} />
            <Palette areas={areas} openKeys={() => setKeysOpen(true)} />
        </div>
    );
}
