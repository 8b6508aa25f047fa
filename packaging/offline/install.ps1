# Installs Evidence Reviewer on Windows, without a network: finds a Python from python.org, hands over to install_offline.py,
# and puts an entry into the Start menu. Right-click it, "Run with PowerShell"; where the policy forbids scripts:
#   powershell -ExecutionPolicy Bypass -File install.ps1
$ErrorActionPreference = 'Stop'
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
    exit 1
}
# Names of people and folders have letters beyond English.
[Console]::OutputEncoding = [Text.Encoding]::UTF8
$env:PYTHONUTF8 = '1'
$said = & $found (Join-Path $house 'install_offline.py') @args | ForEach-Object { Write-Host $_; $_ }
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
$python = $said | Select-Object -Last 1
$window = Join-Path (Split-Path $python) 'pythonw.exe'
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
Write-Host 'To start it: Evidence Reviewer, in the Start menu.'
