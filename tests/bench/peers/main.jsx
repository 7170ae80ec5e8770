import { createRoot } from 'react-dom/client';

// One chunk for each importer, so that a page loads its own only.
const pages = {
	'react-spreadsheet-import': () => import('./pages/react-spreadsheet-import.jsx'),
	'@importcsv/react': () => import('./pages/importcsv.jsx'),
	'hello-csv': () => import('./pages/hello-csv.jsx'),
	'react-csv-importer': () => import('./pages/react-csv-importer.jsx'),
	'csv-import-react': () => import('./pages/csv-import-react.jsx')
};

const { Page, watched } = await pages[new URLSearchParams(location.search).get('peer')]();
createRoot(document.getElementById('root')).render(<Page />);
window.watched = watched;
