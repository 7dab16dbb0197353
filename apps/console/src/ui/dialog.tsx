'use client';

import { Modal } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './dialog.module.css';

interface Props {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** A click beside it leaves it open: for what is shown once. */
  readonly isKept?: boolean;
  readonly children: ReactNode;
}

/** A question or a form in front of the page. */
export function Dialog({ title, isOpen, onClose, isKept = false, children }: Props): ReactNode {
  return (
    // Mantine's own scroll lock writes a style sheet without a nonce; globals.css locks in its place.
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      lockScroll={false}
      size={460}
      classNames={{ content: classes.dialog ?? '' }}
      yOffset="14vh"
      closeOnClickOutside={!isKept}
    >
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content data-locks-scroll>
        <div className={classes.head}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <button type="button" className={classes.close} onClick={onClose} aria-label="Close">
            <IconX size={16} stroke={1.8} aria-hidden />
          </button>
        </div>
        <div className={classes.body}>{children}</div>
      </Modal.Content>
    </Modal.Root>
  );
}
