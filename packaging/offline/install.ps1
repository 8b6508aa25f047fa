# Installs Evidence Reviewer on Windows, without a network: finds a Python from python.org, hands over to install_offline.py,
# and puts an entry into the Start menu. Right-click it, "Run with PowerShell"; where the policy forbids scripts:
#   powershell -ExecutionPolicy Bypass -File install.ps1
# The window stays until Enter is pressed. Where nobody sits before it, set REVIEWER_UNATTENDED to anything.
$ErrorActionPreference = 'Stop'
function Finish($code) {
    if (-not $env:REVIEWER_UNATTENDED) { Read-Host 'Press Enter to close this window' | Out-Null }
    exit $code
}
trap { Write-Host $_; Finish 1 }
$house = $PSScriptRoot
$found = $null
foreach ($number in '3.13', '3.12', '3.11', '3.14') {
    foreach ($root in 'HKCU:\Software\Python\PythonCore', 'HKLM:\Software\Python\PythonCore') {
        $key = "$root\$number\InstallPath"
        if (-not $found -and (Test-Path $key)) {
            $candidate = (Get-ItemProperty $key).ExecutablePath
            if ($candidate -and (Test-Path $candidate)) { $found = $candidate }
        }
    }
}
if (-not $found) {
    Write-Host 'There is no Python 3.11 to 3.14 on this computer.'
    Write-Host 'Install the 64-bit Python 3.13 from python.org, for yourself alone, and start this again. Nothing was installed.'
    Finish 1
}
# Names of people and folders have letters beyond English. Where there is no console, nothing needs to be set.
try { [Console]::OutputEncoding = [Text.Encoding]::UTF8 } catch { Write-Host 'Some letters may be shown wrongly here.' }
$env:PYTHONUTF8 = '1'
$said = & $found (Join-Path $house 'install_offline.py') @args | ForEach-Object { Write-Host $_; $_ }
if ($LASTEXITCODE -ne 0) { Finish $LASTEXITCODE }
$python = $said | Select-Object -Last 1
$window = Join-Path (Split-Path $python) 'pythonw.exe'
try {
    $menu = [Environment]::GetFolderPath('Programs')
    $shell = New-Object -ComObject WScript.Shell
    $link = $shell.CreateShortcut((Join-Path $menu 'Evidence Reviewer.lnk'))
    $link.TargetPath = $window
    $link.Arguments = '-P -m reviewer'
    $link.WorkingDirectory = [Environment]::GetFolderPath('MyDocuments')
    $link.Save()
    # A double click opens a case, for this person alone.
    $classes = 'HKCU:\Software\Classes'
    New-Item -Force -Path "$classes\.evcase" -Value 'EvidenceReviewer.case' | Out-Null
    New-Item -Force -Path "$classes\EvidenceReviewer.case\shell\open\command" -Value "`"$window`" -P -m reviewer `"%1`"" | Out-Null
} catch {
    Write-Host "It is installed, but the entry in the Start menu or the double click could not be made: $_"
    Write-Host "To start it, type this here: & `"$window`" -P -m reviewer"
    Finish 1
}
Write-Host 'To start it: Evidence Reviewer, in the Start menu.'
Finish 0
