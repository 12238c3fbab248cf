import './styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

const root = document.getElementById('root')
// check.js has already written what to change where the app cannot work
if (root !== null && !document.documentElement.classList.contains('unsupported'))
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
