import { createTheme, type MantineColorsTuple } from '@mantine/core';

// The one accent: the plum of a theatre's curtain. 7 is drawn on light ground, 3 on dark.
const plum: MantineColorsTuple = [
  '#f8eef6',
  '#efdbeb',
  '#e6c3df',
  '#dba3d3',
  '#c87fbd',
  '#ad5fa2',
  '#934a89',
  '#7b3573',
  '#63295c',
  '#4b1f46',
];

// Warm like the rest of the dark side; the library draws its floating surfaces with 6 and their borders with 4.
const dark: MantineColorsTuple = [
  '#ede9e2',
  '#d4cec5',
  '#bbb3a8',
  '#9a9287',
  '#3d3833',
  '#302c28',
  '#1e1b19',
  '#161412',
  '#12100f',
  '#0d0b0a',
];

export const theme = createTheme({
  primaryColor: 'plum',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  colors: { plum, dark },
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: { fontFamily: 'var(--font-text)', fontWeight: '600' },
  defaultRadius: 'sm',
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Popover: { defaultProps: { shadow: 'sm', transitionProps: { duration: 90 }, radius: 'md' } },
    Modal: { defaultProps: { transitionProps: { duration: 110 }, radius: 'lg' } },
    Tooltip: { defaultProps: { openDelay: 350, transitionProps: { duration: 90 }, fz: 'xs' } },
  },
});
